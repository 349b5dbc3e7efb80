// Writes an event and an artifact, and reads them back, by what openapi-typescript makes of the API's description.
import createClient from "openapi-fetch";
import type { paths } from "./api.js";

declare const process: { argv: string[] };

const [, , url = "", run = ""] = process.argv;
const client = createClient<paths>({ baseUrl: url });

function ok<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.data === undefined) {
    throw new Error(`${answer.response.status}: ${JSON.stringify(answer.error)}`);
  }
  return answer.data;
}

const receipt = ok(
  await client.POST("/events", {
    body: { event_id: "hello", event_type: "greeting", run_id: run, producer: "typescript", payload: { text: "hello" } },
  }),
);
const event = ok(
  await client.GET("/runs/{run_id}/events/{event_id}", {
    params: { path: { run_id: run, event_id: "hello" }, query: { at_least: receipt.position } },
  }),
);
console.log(`event ${event.event_id} of ${event.run_id}: ${JSON.stringify(event.payload)}`);

const artifact = ok(
  await client.POST("/artifacts", {
    body: {
      artifact_id: "report",
      artifact_type: "report",
      run_id: run,
      title: "A report",
      source_type: "agent-output",
      created_by: "typescript",
      storage_provider: "s3",
      location: "s3://bucket/report",
      data_class: "internal",
      metadata: { pages: 3 },
    },
  }),
);
console.log(`artifact ${artifact.artifact_id}: ${JSON.stringify(artifact.metadata)}`);
