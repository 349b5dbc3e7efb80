package io.runledger.endtoend.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.core.review.ArtifactRequest;
import io.runledger.core.review.ArtifactState;
import io.runledger.core.review.ArtifactStatus;
import io.runledger.core.review.Decision;
import io.runledger.core.review.ProofRequirement;
import io.runledger.core.review.Refusal;
import io.runledger.core.review.RequestType;
import io.runledger.core.review.ReviewJson;
import io.runledger.core.review.TaskRequest;
import io.runledger.core.review.TaskState;
import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What decisions on the log make of artifacts, tasks, bundles, requests; and what events make packages and files. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class ReviewViewsIT {
    private static final Seal SEAL = new Seal(TestLedger.GUARD_KEY);
    private static final Seal FORGER = new Seal("not the guard's");
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
    private static final Pattern TIME = Pattern.compile("\"(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[^\"]*)\"");
    private static final int WIDTH = "2026-11-21T10:00:00.000000Z".length();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String RUN = "reviewed";

    private static final List<String> QUESTIONS = List.of(
            "/artifacts/report",
            "/artifacts?status=approved",
            "/artifacts?status=draft",
            "/artifacts?bundle_id=release&run_id=" + RUN,
            "/artifacts?task_id=ship",
            "/artifacts/report/history",
            "/runs/" + RUN + "/artifacts/report/history?limit=1",
            "/tasks/ship",
            "/runs/" + RUN + "/tasks/ship/audit",
            "/bundles/release",
            "/runs/" + RUN + "/bundles/none",
            "/requests/ask-1",
            "/requests/ask-4",
            "/requests/ask-5",
            "/packages",
            "/packages/pack",
            "/files?run_id=" + RUN + "&task_id=ship",
            "/files/paper");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void decisionsMakeTheStateOfArtifactsAndTasks() throws Exception {
        Map<String, String> first;
        Path state;
        try (TestLedger ledger = TestLedger.undecided(directory)) {
            LedgerApi api = ledger.api();
            state = ledger.state();
            api.post("/artifacts", artifact("report")).expect(201);
            api.post("/artifacts", artifact("draft")).expect(201);
            try (DirectLog log = new DirectLog(ledger)) {
                appendDecisions(log);
                appendRegistrations(log);
            }
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(api.get("/requests/ask-5").status()).isEqualTo(200);
                assertThat(api.get("/files/paper").status()).isEqualTo(200);
            });

            showsTheArtifactAsItStands(api);
            showsItsHistory(api);
            showsTheTask(api);
            showsTheBundle(api);
            showsRequests(api);
            showsPackagesAndFiles(api);
            rejectsWhatOthersDecide(api);
            first = answers(api);
            assertThat(first.values()).allSatisfy(answer -> assertThat(
                            TIME.matcher(answer.replaceAll("\"payload\":\\{[^}]*}", "")) // that is its producer's
                                    .results()
                                    .map(time -> time.group(1)))
                    .as(answer)
                    .allMatch(time -> time.length() == WIDTH));
        }

        deleteAll(state);
        try (TestLedger ledger = TestLedger.undecided(directory)) {
            ledger.api().get("/ready").expect(200);
            assertThat(answers(ledger.api())).isEqualTo(first);
        }
    }

    private static void appendDecisions(DirectLog log) throws Exception {
        Event attach = asked("ask-1", ArtifactRequest.ATTACH, "report");
        Event approve = asked("ask-2", ArtifactRequest.REVIEW, "report");
        Event declare = asked("ask-3", TaskRequest.DECLARE, "ship");
        Event again = asked("ask-4", ArtifactRequest.REVIEW, "report");
        Event pending = asked("ask-5", ArtifactRequest.ARCHIVE, "report");
        Event complete = asked("ask-6", TaskRequest.COMPLETE, "ship");
        for (Event request : List.of(attach, approve, declare, again, pending, complete)) {
            log.send(request);
        }
        // The higher revision first: order does not matter.
        log.send(granted(approve, "fine", state(ArtifactStatus.APPROVED, 3, "A better title"), SEAL));
        log.send(granted(attach, null, state(ArtifactStatus.DRAFT, 2, null), SEAL));
        log.send(new Decision(
                        "ask-3",
                        TaskRequest.DECLARE,
                        null,
                        null,
                        ReviewJson.tree(new TaskState(
                                false,
                                1,
                                "Ship it",
                                "release",
                                new ProofRequirement(ProofRequirement.Type.URL, "notes", null, null, null, null, null),
                                null,
                                null,
                                null)),
                        null)
                .event(declare, AT, SEAL));
        Refusal refusal = new Refusal(
                Refusal.Reason.ILLEGAL_MOVE, "it is approved", 3L, "approved", "rejected", List.of("archived"), null);
        log.send(new Decision("ask-4", ArtifactRequest.REVIEW, null, "approved", null, refusal).event(again, AT, SEAL));
        log.send(granted(pending, null, state(ArtifactStatus.ARCHIVED, 9, null), FORGER));
        log.send(Event.newBuilder(DirectLog.event(RUN, "made-up", "{}"))
                .setEventType("task.completed")
                .setTaskId("ship")
                .build());
        log.send(DirectLog.event(RUN, Decision.id(RecordKey.of(complete)), "{}"));
        log.flush();
    }

    private static void appendRegistrations(DirectLog log) throws Exception {
        log.send(about("finalized", "v1.package.finalized", "package", "pack", "{\"manifest_digest\":\"b3:7\"}"));
        log.send(about(
                "created",
                "v1.package.created",
                "package",
                "pack",
                "{\"expires_at\":\"2027-01-01T00:00:00Z\",\"retention_class\":\"long\"}"));
        log.send(about("created-again", "v1.package.created", "package", "pack", "{\"retention_class\":\"short\"}"));
        log.send(about("file", "file.registered", "file", "paper", "{\"filename\":\"paper.pdf\",\"size_bytes\":7}"));
        log.flush();
    }

    private static void showsTheArtifactAsItStands(LedgerApi api) throws Exception {
        JsonNode report = api.get("/artifacts/report").expect(200).json();
        assertThat(report.path("status").asText()).isEqualTo("approved");
        assertThat(report.path("revision").asInt()).isEqualTo(3);
        assertThat(report.path("title").asText()).isEqualTo("A better title");
        assertThat(report.path("task_id").asText()).isEqualTo("ship");
        assertThat(report.path("reviewed_by").asText()).isEqualTo("reviewer");
        assertThat(ids(api, "/artifacts?status=approved", "artifacts", "artifact_id"))
                .containsExactly("report");
        assertThat(ids(api, "/artifacts?status=draft", "artifacts", "artifact_id"))
                .containsExactly("draft");
        assertThat(ids(api, "/artifacts?bundle_id=release&task_id=ship&run_id=" + RUN, "artifacts", "artifact_id"))
                .containsExactly("report");
        assertThat(ids(api, "/artifacts?task_id=other", "artifacts", "artifact_id"))
                .containsExactly("draft");
        assertThat(api.get("/artifacts/draft")
                        .expect(200)
                        .json()
                        .path("revision")
                        .asInt())
                .isEqualTo(1);
    }

    private static void showsItsHistory(LedgerApi api) throws Exception {
        List<JsonNode> moves = api.all("/artifacts/report/history?limit=1", "moves");
        assertThat(moves).extracting(move -> move.path("revision").asInt()).containsExactly(2, 3);
        JsonNode approved = moves.get(1);
        assertThat(approved.path("from").asText()).isEqualTo("draft");
        assertThat(approved.path("to").asText()).isEqualTo("approved");
        assertThat(approved.path("type").asText()).isEqualTo("artifact.reviewed");
        assertThat(approved.path("actor").asText()).isEqualTo("reviewer");
        assertThat(approved.path("comment").asText()).isEqualTo("fine");
        assertThat(approved.path("request_id").asText()).isEqualTo("ask-2");
        assertThat(api.get("/artifacts/draft/history").expect(200).json().path("moves"))
                .isEmpty();
        api.get("/artifacts/none/history").expect(404);
    }

    private static void showsTheTask(LedgerApi api) throws Exception {
        JsonNode task = api.get("/tasks/ship").expect(200).json();
        assertThat(task.path("state").asText()).isEqualTo("open");
        assertThat(task.path("title").asText()).isEqualTo("Ship it");
        assertThat(task.path("artifacts"))
                .extracting(artifact -> artifact.path("status").asText())
                .containsExactly("approved");
        assertThat(task.path("files"))
                .extracting(file -> file.path("filename").asText())
                .containsExactly("paper.pdf");
        assertThat(task.path("blocked_by"))
                .extracting(blocker -> blocker.path("requirement").asText())
                .containsExactly("url", "link-name");
        JsonNode audit = api.get("/tasks/ship/audit").expect(200).json();
        assertThat(audit.path("produced_artifact_ids").toString()).isEqualTo("[\"report\"]");
        assertThat(audit.path("recent_event_ids")).isEqualTo(task.path("recent_event_ids"));
        assertThat(audit.path("decisions"))
                .extracting(decision -> decision.path("request_id").asText())
                .containsExactly("ask-3");
        assertThat(api.get("/tasks/other").expect(200).json().path("state").asText())
                .isEqualTo("undeclared");
    }

    private static void showsTheBundle(LedgerApi api) throws Exception {
        JsonNode bundle = api.get("/bundles/release").expect(200).json();
        assertThat(bundle.path("tasks").path(0).path("task_id").asText()).isEqualTo("ship");
        assertThat(bundle.path("artifacts").path(0).path("artifact_id").asText())
                .isEqualTo("report");
        assertThat(bundle.path("artifact_count").asInt()).isEqualTo(1);
        api.get("/bundles/none").expect(404);
        api.get("/runs/" + RUN + "/bundles/none").expect(404);
    }

    private static void showsRequests(LedgerApi api) throws Exception {
        JsonNode granted = api.get("/requests/ask-2").expect(200).json();
        assertThat(granted.path("status").asText()).isEqualTo("granted");
        assertThat(granted.path("decision").path("state").path("revision").asInt())
                .isEqualTo(3);
        JsonNode refused = api.get("/requests/ask-4?run_id=" + RUN).expect(200).json();
        assertThat(refused.path("status").asText()).isEqualTo("refused");
        assertThat(refused.path("decision").path("refusal").path("reason").asText())
                .isEqualTo("illegal-move");
        assertThat(api.get("/runs/" + RUN + "/requests/ask-5")
                        .expect(200)
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("pending");
        assertThat(api.get("/requests/file").expect(404).detail()).contains("asks for nothing");
    }

    private static void showsPackagesAndFiles(LedgerApi api) throws Exception {
        List<JsonNode> packages = api.all("/packages?limit=1", "packages");
        assertThat(packages).hasSize(1);
        JsonNode pack = api.get("/packages/pack").expect(200).json();
        assertThat(packages.get(0)).isEqualTo(pack);
        assertThat(pack.path("status").asText()).isEqualTo("finalized");
        assertThat(pack.path("manifest_digest").asText()).isEqualTo("b3:7");
        assertThat(pack.path("retention").path("retention_class").asText()).isEqualTo("long");
        assertThat(pack.path("created_event_id").asText()).isEqualTo("created");
        assertThat(ids(api, "/files?task_id=ship", "files", "file_id")).containsExactly("paper");
        assertThat(api.get("/runs/" + RUN + "/files/paper").expect(200).json())
                .isEqualTo(api.get("/files/paper").expect(200).json());
        api.get("/files/none").expect(404);
        api.get("/packages/none").expect(404);
    }

    private static void rejectsWhatOthersDecide(LedgerApi api) throws Exception {
        assertThat(api.all("/rejects?reason=forged-decision", "rejects")).hasSize(3);
        assertThat(api.get("/tasks/ship").expect(200).json().path("state").asText())
                .isEqualTo("open");
    }

    private static List<String> ids(LedgerApi api, String path, String rows, String id) throws Exception {
        List<String> ids = new ArrayList<>();
        api.all(path, rows).forEach(row -> ids.add(row.path(id).asText()));
        return ids;
    }

    private static Map<String, String> answers(LedgerApi api) throws Exception {
        Map<String, String> answers = new LinkedHashMap<>();
        for (String question : QUESTIONS) {
            LedgerApi.Answer answer = api.get(question);
            answers.put(question, answer.status() + " " + new String(answer.bytes(), StandardCharsets.UTF_8));
        }
        return answers;
    }

    private static Event asked(String id, RequestType type, String subject) {
        boolean task = type.subject() == RequestType.Subject.TASK;
        return Event.newBuilder(about(id, type.eventType(), type.subject().word(), subject, "{}"))
                .setTaskId(task ? subject : null)
                .setActor("reviewer")
                .build();
    }

    private static Event about(String id, String type, String kind, String subject, String payload) {
        return Event.newBuilder(DirectLog.event(RUN, id, payload))
                .setEventType(type)
                .setTaskId("ship")
                .setSubjectKind(kind)
                .setSubjectId(subject)
                .setPayloadDigest(PayloadDigest.of(payload))
                .build();
    }

    private static Event granted(Event request, @Nullable String comment, ArtifactState state, Seal seal) {
        RequestType type = RequestType.ofEventType(request.getEventType()).orElseThrow();
        return new Decision(request.getEventId(), type, comment, "draft", ReviewJson.tree(state), null)
                .event(request, AT, seal);
    }

    private static ArtifactState state(ArtifactStatus status, long revision, @Nullable String title) {
        return new ArtifactState(
                status,
                revision,
                "ship",
                "release",
                "reviewer",
                AT.toString(),
                null,
                null,
                null,
                title,
                null,
                null,
                null);
    }

    private static ObjectNode artifact(String id) {
        return new ObjectMapper()
                .createObjectNode()
                .put("artifact_id", id)
                .put("artifact_type", "report")
                .put("title", "A title")
                .put("storage_provider", "external-url")
                .put("location", "https://example.org/" + id)
                .put("data_class", "internal")
                .put("run_id", RUN)
                .put("task_id", "other")
                .put("source_type", "system")
                .put("created_by", "test");
    }

    private static void deleteAll(Path root) throws Exception {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
