package io.runledger.endtoend.writing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is erased is gone from every answer, and stays gone. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
@ExtendWith(OwnLedger.class)
final class ErasureIT {
    private static final String EVENT = """
            {"event_id": "%s", "run_id": "%s", "event_type": "t", "producer": "tests", "task_id": "k",
             "occurred_at": "2026-11-21T10:00:00Z", "payload": {"secret": "hunter2"}}""";
    private static final String ARTIFACT = """
            {"artifact_id": "a1", "run_id": "%s", "artifact_type": "report", "title": "hunter2",
             "storage_provider": "external-url", "location": "https://example.org/r", "data_class": "public",
             "source_type": "manual-link", "created_by": "tests"}""";

    private final TestLedger ledger;
    private final LedgerApi api;

    ErasureIT(TestLedger ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void anErasedEventIsGoneFromEveryAnswerAndDoesNotComeBack() throws Exception {
        api.post("/events", EVENT.formatted("e1", "r1")).expect(201);
        api.post("/events", EVENT.formatted("e2", "r1")).expect(201);

        JsonNode erased = delete("/events/e1?run_id=r1&reason=leaked+a+password&actor=ada")
                .expect(200)
                .json();

        String after = "at_least=" + erased.path("position").asText();
        assertThat(api.get("/runs/r1/events/e1?" + after).expect(410).detail()).contains("erased");
        api.get("/events/e1?" + after).expect(404);
        for (String path : new String[] {"/events?run_id=r1", "/events?task_id=k", "/events?event_type=t", "/events"}) {
            String separator = path.contains("?") ? "&" : "?";
            assertThat(api.get(path + separator + after).expect(200).json().path("events"))
                    .as(path)
                    .extracting(row -> row.path("event_id").asText())
                    .doesNotContain("e1")
                    .contains("e2");
        }
        JsonNode record = api.get("/runs/r1/events/" + erased.path("erasure_id").asText())
                .expect(200)
                .json();
        assertThat(record.path("payload").path("reason").asText()).isEqualTo("leaked a password");
        assertThat(record.path("actor").asText()).isEqualTo("ada");
        assertThat(record.toString()).doesNotContain("hunter2");

        assertThat(api.post("/events", EVENT.formatted("e1", "r1")).expect(410).detail())
                .contains("another id");
        assertThat(delete("/runs/r1/events/e1?reason=again").expect(200).json()).isEqualTo(erased);
        delete("/events/" + erased.path("erasure_id").asText() + "?run_id=r1&reason=undo")
                .expect(409);
    }

    @Test
    void aCopyThatComesLaterIsRejectedAndItsContentNotShown() throws Exception {
        delete("/runs/later/events/e1?reason=never+wanted").expect(200);
        int home = DirectLog.home("later");
        long offset;
        try (DirectLog log = new DirectLog(ledger)) {
            offset = log.append(
                    home,
                    "event/later/e1".getBytes(UTF_8),
                    log.wire(DirectLog.event("later", "e1", "{\"said\":\"hunter2\"}")));
        }

        JsonNode reject = api.get("/rejects/" + home + "/" + offset + "?at_least=" + home + ":" + offset)
                .expect(200)
                .json();

        assertThat(reject.path("reason").asText()).isEqualTo("erased");
        assertThat(reject.toString()).doesNotContain("hunter2");
        api.get("/runs/later/events/e1").expect(410);
    }

    @Test
    void anErasedArtifactIsGone() throws Exception {
        api.post("/artifacts", ARTIFACT.formatted("r2")).expect(201);

        JsonNode erased =
                delete("/artifacts/a1?run_id=r2&reason=asked+for").expect(200).json();

        String after = "at_least=" + erased.path("position").asText();
        api.get("/runs/r2/artifacts/a1?" + after).expect(410);
        assertThat(api.get("/artifacts?run_id=r2").expect(200).json().path("artifacts"))
                .isEmpty();
        assertThat(api.get("/runs/r2").expect(200).json().path("artifact_count").asInt())
                .isZero();
    }

    @Test
    void asksForTheRunAndTheReason() throws Exception {
        assertThat(delete("/events/e1?reason=x").expect(400).detail()).contains("run_id");
        assertThat(delete("/runs/r1/events/e1").expect(400).detail()).contains("reason");
        assertThat(delete("/runs/r1/events/e1?reason=x&force=true").expect(400).detail())
                .contains("force");
        delete("/runs/no%20run/events/e1?reason=x").expect(400);
    }

    @Test
    void everyAnswerSaysWhatItWasReadAt() throws Exception {
        JsonNode receipt =
                api.post("/events", EVENT.formatted("s1", "stated")).expect(201).json();
        String position = receipt.path("position").asText();

        LedgerApi.Answer one =
                api.get("/runs/stated/events/s1?at_least=" + position).expect(200);
        LedgerApi.Answer none = api.get("/runs/stated/events/s2").expect(404);
        LedgerApi.Answer all = api.get("/events").expect(200);

        assertThat(one.headers().get("runledger-position")).containsExactly(position);
        assertThat(one.headers().get("runledger-lag")).containsExactly("0");
        assertThat(none.headers().get("runledger-position")).containsExactly(position);
        assertThat(all.headers().get("runledger-position"))
                .singleElement()
                .asString()
                .contains(position);
    }

    private LedgerApi.Answer delete(String path) throws Exception {
        return api.send("DELETE", path, BodyPublishers.noBody());
    }
}
