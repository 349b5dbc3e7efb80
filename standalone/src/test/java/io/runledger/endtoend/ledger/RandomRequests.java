package io.runledger.endtoend.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.core.review.ArtifactRequest;
import io.runledger.core.review.RequestType;
import io.runledger.core.review.TaskRequest;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.v1.Event;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What people and programs ask of a ledger, by chance: reviews that contradict each other, moves that are not allowed, things
 * nobody has heard of. A run's artifacts and tasks make room for new ones, so that there is always something left to decide.
 */
public final class RandomRequests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RUNS = 20;
    private static final int AT_ONCE = 2;

    private final String name;
    private final Random random;
    private final List<Event> asked = new ArrayList<>();
    private int made;

    /** @param name begins the names of all its runs */
    public RandomRequests(String name, Random random) {
        this.name = name;
        this.random = random;
    }

    public List<String> runs() {
        List<String> runs = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            runs.add(name + "-" + run);
        }
        return runs;
    }

    /** The artifacts that the next requests are about, in JSON as the door takes them. */
    public List<ObjectNode> artifacts(int of) {
        List<ObjectNode> artifacts = new ArrayList<>();
        for (String run : runs()) {
            for (int i = 0; i < AT_ONCE; i++) {
                artifacts.add(artifact(run, "a" + of + "-" + i));
            }
        }
        return artifacts;
    }

    public static ObjectNode artifact(String run, String id) {
        return JSON.createObjectNode()
                .put("artifact_id", id)
                .put("run_id", run)
                .put("artifact_type", "report")
                .put("title", "A report")
                .put("status", "needs-review")
                .put("storage_provider", "s3")
                .put("location", "s3://reports/" + run + "/" + id)
                .put("data_class", "internal")
                .put("source_type", "system")
                .put("created_by", "tests");
    }

    /** Another request, about the artifacts and tasks of this number or, at times, of the one before. */
    public Event next(int of) {
        String run = name + "-" + random.nextInt(RUNS);
        int which = Math.max(0, random.nextInt(8) == 0 ? of - 1 : of);
        String artifact = "a" + which + "-" + random.nextInt(random.nextInt(20) == 0 ? 2 * AT_ONCE : AT_ONCE);
        String task = "t" + which + "-" + random.nextInt(2);
        Event request =
                switch (random.nextInt(20)) {
                    case 0, 1, 2, 3 -> review(run, artifact, "approved");
                    case 4, 5, 6, 7 -> review(run, artifact, "rejected");
                    case 8, 9 -> review(run, artifact, "needs-review");
                    case 10, 11, 12 -> ask(ArtifactRequest.ATTACH, run, artifact, "{\"task_id\":\"" + task + "\"}");
                    case 13 ->
                        ask(
                                ArtifactRequest.SUPERSEDE,
                                run,
                                artifact,
                                "{\"by\":\"a" + which + "-" + random.nextInt(AT_ONCE) + "\"}");
                    case 14 -> ask(ArtifactRequest.ARCHIVE, run, artifact, "{}");
                    case 15 -> ask(ArtifactRequest.UPDATE, run, artifact, "{\"title\":\"Title " + made + "\"}");
                    case 16, 17 ->
                        ask(TaskRequest.DECLARE, run, task, "{\"proof_requirement\":{\"type\":\"artifact\"}}");
                    default -> ask(TaskRequest.COMPLETE, run, task, "{}");
                };
        asked.add(request);
        return request;
    }

    /** One of the requests so far, as a producer sends it that got no answer. */
    public Event again() {
        return asked.get(random.nextInt(asked.size()));
    }

    private Event review(String run, String artifact, String status) {
        String revision = random.nextInt(3) == 0 ? "\"revision\":" + (1 + random.nextInt(3)) + "," : "";
        return ask(ArtifactRequest.REVIEW, run, artifact, "{" + revision + "\"status\":\"" + status + "\"}");
    }

    private Event ask(RequestType type, String run, String subject, String payload) {
        return ask(type, run, subject, "q" + made++, payload);
    }

    /** @param payload canonical, as the log has it */
    public static Event ask(RequestType type, String run, String subject, String id, String payload) {
        return Event.newBuilder()
                .setEventId(id)
                .setEventType(type.eventType())
                .setRunId(run)
                .setProducer("tests")
                .setActor("ada")
                .setSubjectKind(type.subject().word())
                .setSubjectId(subject)
                .setOccurredAt(Instant.parse("2026-11-21T10:00:00Z"))
                .setPayload(payload)
                .setPayloadDigest(PayloadDigest.of(payload))
                .build();
    }

    /** The same request as the door takes it. */
    public static JsonNode json(Event request) throws IOException {
        ObjectNode json = JSON.createObjectNode()
                .put("event_id", request.getEventId())
                .put("event_type", request.getEventType())
                .put("run_id", request.getRunId())
                .put("producer", request.getProducer())
                .put("actor", request.getActor())
                .put("subject_kind", request.getSubjectKind())
                .put("subject_id", request.getSubjectId())
                .put("occurred_at", request.getOccurredAt().toString());
        json.set("payload", JSON.readTree(request.getPayload()));
        return json;
    }
}
