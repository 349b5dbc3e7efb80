package io.runledger.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.core.access.Role;
import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerApi.Answer;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.log.Attestation;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.v1.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a ledger says of who recorded and who decided something is true, whoever writes to Kafka. */
final class AttestationIT {
    private static final String ARTIFACT = """
            {"artifact_id": "%s", "artifact_type": "report", "title": "A report", "location": "https://example.org/r",
             "run_id": "%s", "status": "needs-review"}""";

    private static TestLedger ledger;
    private static String bot;
    private static String rita;
    private static String admin;

    @BeforeAll
    static void start() throws Exception {
        ledger = TestLedger.ephemeral(Map.of("RUNLEDGER_ACCESS", "required"));
        bot = TestKeys.create(ledger.keys(), "bot", Role.PRODUCER).key().text();
        rita = TestKeys.create(ledger.keys(), "rita", Role.REVIEWER).key().text();
        admin = TestKeys.create(ledger.keys(), "root", Role.ADMIN).key().text();
    }

    @AfterAll
    static void stop() throws Exception {
        ledger.close();
    }

    private static LedgerApi as(String key) {
        return ledger.api().with(key);
    }

    private static JsonNode approved(String run) throws Exception {
        as(bot).post("/artifacts", ARTIFACT.formatted("a", run)).expect(201);
        String position = as(rita).post("/runs/" + run + "/artifacts/a/review", "{\"status\": \"approved\"}")
                .expect(200)
                .json()
                .path("position")
                .asText();
        return as(rita).get("/runs/" + run + "/artifacts/a?at_least=" + position)
                .expect(200)
                .json();
    }

    @Test
    void anApprovalSaysWhoGaveItAndHowThatIsKnown() throws Exception {
        JsonNode artifact = approved("approved");

        assertThat(artifact.path("recorded_by").asText()).isEqualTo("bot");
        assertThat(artifact.path("attestation").asText()).isEqualTo("attested");
        assertThat(artifact.path("reviewed_by").asText()).isEqualTo("rita");
        JsonNode move = as(rita).get("/runs/approved/artifacts/a/history")
                .expect(200)
                .json()
                .path("moves")
                .path(0);
        assertThat(move.path("actor").asText()).isEqualTo("rita");
        assertThat(move.path("recorded_by").asText()).isEqualTo("rita");
        assertThat(move.path("attestation").asText()).isEqualTo("attested");
    }

    /** The one who completes the task is the one who approved its evidence; another one may. */
    @Test
    void aTaskThatAsksForItIsNotCompletedByWhoApproved() throws Exception {
        as(bot).post("/tasks", """
                        {"run_id": "eyes", "task_id": "t", "proof_requirement": {"type": "artifact", "four_eyes": true}}""").expect(200);
        as(bot).post("/artifacts", ARTIFACT.formatted("a", "eyes").replace("{", "{\"task_id\": \"t\", "))
                .expect(201);
        as(admin)
                .post("/runs/eyes/artifacts/a/review", "{\"status\": \"approved\", \"actor\": \"rita\"}")
                .expect(200);
        JsonNode blocked =
                as(bot).post("/runs/eyes/tasks/t/complete", "{}").expect(409).json();
        assertThat(blocked.at("/blocked_by/0/artifacts/0/because").asText())
                .isEqualTo("root approved it for rita, and nobody acts for another here");

        as(bot).post("/artifacts", ARTIFACT.formatted("b", "eyes").replace("{", "{\"task_id\": \"t\", "))
                .expect(201);
        as(rita).post("/runs/eyes/artifacts/b/review", "{\"status\": \"approved\"}")
                .expect(200);
        assertThat(as(rita).post("/runs/eyes/tasks/t/complete", "{}")
                        .expect(409)
                        .detail())
                .contains("have somebody else approve");
        String position = as(bot).post("/runs/eyes/tasks/t/complete", "{}")
                .expect(200)
                .json()
                .path("position")
                .asText();
        assertThat(as(rita).get("/runs/eyes/tasks/t?at_least=" + position)
                        .expect(200)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("completed");
    }

    @Test
    void nobodySaysThemselvesWhoRecordedIt() throws Exception {
        Answer answer = as(bot).post("/events", """
                {"event_type": "t", "run_id": "said", "producer": "tests", "payload": {}, "recorded_by": "rita"}""");

        answer.expect(422);
        assertThat(answer.json().path("errors").path(0).path("pointer").asText())
                .isEqualTo("/recorded_by");
    }

    @Test
    void aRequestStraightToKafkaIsRefused() throws Exception {
        as(bot).post("/artifacts", ARTIFACT.formatted("a", "direct")).expect(201);
        Event request = Event.newBuilder(DirectLog.event("direct", "ask", "{\"status\":\"approved\"}"))
                .setEventType("artifact.review_requested")
                .setSubjectKind("artifact")
                .setSubjectId("a")
                .setActor("rita")
                .build();
        try (DirectLog log = new DirectLog(ledger)) {
            log.send(request);
            log.flush();
        }

        JsonNode decided = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> as(rita).get("/runs/direct/requests/ask").json(),
                        answer -> answer.path("status").asText().equals("refused"));

        assertThat(decided.path("decision").path("refusal").path("reason").asText())
                .isEqualTo("unattested");
        assertThat(as(rita).get("/runs/direct/artifacts/a")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("needs-review");
    }

    /** Without a header, with one made with another key, and with a good one of another record. */
    @Test
    void whoeverWritesToKafkaCannotSayThatSomebodyRecordedIt() throws Exception {
        Event claimed = Event.newBuilder(DirectLog.event("forged", "e", "{}"))
                .setRecordedBy("rita")
                .build();
        byte[] key = RecordKey.of(claimed).bytes();
        List<Long> offsets = new ArrayList<>();
        try (DirectLog log = new DirectLog(ledger)) {
            byte[] value = log.wire(claimed);
            byte[] genuine =
                    new Seal(TestLedger.GUARD_KEY).attestation(key, log.wire(DirectLog.event("forged", "e", "{}")));
            for (Map<String, byte[]> headers : List.<Map<String, byte[]>>of(
                    Map.of(),
                    Map.of(Attestation.HEADER, new Seal("a guess").attestation(key, value)),
                    Map.of(Attestation.HEADER, genuine),
                    Map.of(Attestation.HEADER, new byte[0]))) {
                offsets.add(log.append(DirectLog.home("forged"), key, value, headers));
            }
        }

        for (long offset : offsets) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(as(admin)
                            .get("/rejects/" + DirectLog.home("forged") + "/" + offset)
                            .json()
                            .path("reason")
                            .asText())
                    .isEqualTo("forged-identity"));
        }
        as(rita).get("/runs/forged/events/e").expect(404);
    }

    @Test
    void aReplayKeepsAllOfIt() throws Exception {
        JsonNode before = approved("replayed");
        String history =
                as(rita).get("/runs/replayed/artifacts/a/history").json().toString();

        ledger.replay();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> as(admin).get("/ready").status() == 200);
        assertThat(as(rita).get("/runs/replayed/artifacts/a").expect(200).json())
                .isEqualTo(before);
        assertThat(as(rita).get("/runs/replayed/artifacts/a/history").json().toString())
                .isEqualTo(history);
    }
}
