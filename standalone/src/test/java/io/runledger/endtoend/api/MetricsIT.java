package io.runledger.endtoend.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is scraped is what happened, and who asks for much makes no more series. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(OwnLedger.class)
final class MetricsIT {
    private static final String MARK = "marked-id";

    private final TestLedger ledger;
    private final LedgerApi api;

    MetricsIT(TestLedger ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void tellsWhatHappenedAndGrowsWithNoId() throws Exception {
        everythingOnce("first");
        ask("FROB", "/" + MARK);
        api.get("/positions").expect(200);
        scrape();
        Exposition then = scrape(); // which knows of the first

        assertIngest(then);
        assertViews(then);
        assertDecisions(then);
        assertRequests(then);

        for (int i = 0; i < 5; i++) {
            everythingOnce(MARK + i);
            ask("FROB" + i, "/" + MARK + i);
        }
        Exposition now = scrape();

        assertThat(ours(now)).hasSameSizeAs(ours(then)).containsAll(ours(then));
        assertThat(now.samples().toString()).doesNotContain(MARK);
        assertThat(now.value("runledger_ingest_records_total", "kind", "event", "outcome", "duplicate"))
                .isEqualTo(6);
    }

    private static void assertIngest(Exposition then) {
        String records = "runledger_ingest_records_total";
        // Three, two of a batch, a declared task and one to complete.
        assertThat(then.value(records, "kind", "event", "outcome", "accepted")).isEqualTo(7);
        assertThat(then.value(records, "kind", "event", "outcome", "duplicate")).isEqualTo(1);
        assertThat(then.value(records, "kind", "event", "outcome", "conflict")).isEqualTo(1);
        assertThat(then.value(records, "kind", "event", "outcome", "contract-violation"))
                .isEqualTo(2);
        assertThat(then.value(records, "kind", "artifact", "outcome", "accepted"))
                .isEqualTo(1);
        String append = "runledger_ingest_append_duration_seconds";
        assertThat(then.types()).containsEntry(append, "histogram");
        assertThat(then.value(append + "_count", "kind", "event", "outcome", "written"))
                .isEqualTo(7);
        assertThat(then.value(append + "_sum", "kind", "event", "outcome", "written"))
                .isBetween(0.0001, 60.0);
        assertThat(then.value(append + "_count", "kind", "event", "outcome", "failed"))
                .isZero();
        assertThat(then.value("runledger_ingest_append_bytes_total", "kind", "artifact"))
                .isBetween(50.0, 1_000.0);
        assertThat(then.value("runledger_ingest_batches")).isZero();
    }

    private void assertViews(Exposition then) throws Exception {
        String outcome = "outcome";
        // What came to the door, the decisions, and one that is no record.
        assertThat(then.sum("runledger_views_records", outcome, "applied")).isEqualTo(10);
        assertThat(then.sum("runledger_views_records", outcome, "rejected")).isEqualTo(1);
        assertThat(then.value("runledger_views_rejects", "reason", "malformed-key"))
                .isEqualTo(1);
        for (int partition = 0; partition < DirectLog.PARTITIONS; partition++) {
            String[] owned = {"partition", String.valueOf(partition), "role", "owner"};
            double end = then.value("runledger_log_end_offset", "partition", String.valueOf(partition));
            assertThat(then.value("runledger_views_applied_offset", owned)).isEqualTo(end - 1);
            assertThat(then.value("runledger_views_lag_records", owned)).isZero();
            assertThat(then.value("runledger_views_state_bytes", owned)).isNotNegative();
            assertThat(api.get("/positions")
                            .expect(200)
                            .json()
                            .at("/partitions/" + partition + "/end")
                            .asDouble())
                    .isEqualTo(end);
        }
        assertThat(then.value("runledger_streams_running", "application", "views"))
                .isEqualTo(1);
        assertThat(then.value("runledger_streams_failed_threads_total", "application", "views"))
                .isZero();
    }

    private static void assertDecisions(Exposition then) {
        String decisions = "runledger_guard_decisions_total";
        assertThat(then.value(decisions, "request", "task.declare_requested", "verdict", "granted", "reason", "none"))
                .isEqualTo(1);
        assertThat(then.value(
                        decisions, "request", "task.complete_requested", "verdict", "refused", "reason", "blocked"))
                .isEqualTo(1);
        assertThat(then.value("runledger_guard_lag_records", "partition", "0")).isZero();
        assertThat(then.value("runledger_streams_running", "application", "guard"))
                .isEqualTo(1);
    }

    private static void assertRequests(Exposition then) {
        String requests = "runledger_http_request_duration_seconds_count";
        assertThat(then.value(requests, "method", "POST", "route", "/events", "status", "201"))
                .isEqualTo(3);
        assertThat(then.value(requests, "method", "POST", "route", "/events", "status", "200"))
                .isEqualTo(1);
        assertThat(then.value(requests, "method", "GET", "route", "/runs/{run_id}/events/{event_id}", "status", "200"))
                .isEqualTo(1);
        assertThat(then.value(requests, "method", "GET", "route", "unmatched", "status", "404"))
                .isEqualTo(1);
        assertThat(then.values("route")).contains("/artifacts", "/tasks", "/events/batch");
        assertThat(then.values("method")).contains("OTHER").doesNotContain("FROB");
    }

    /** Each thing that can be counted, in a run of its own. */
    private void everythingOnce(String run) throws Exception {
        for (int i = 0; i < 3; i++) {
            api.post("/events", event(run, "e" + i, "{}")).expect(201);
        }
        api.post("/events", event(run, "e0", "{}")).expect(200);
        api.post("/events", event(run, "e0", "{\"other\": 1}")).expect(409);
        api.post("/events", "{\"run_id\": \"" + run + "\"}").expect(422);
        String batch = line(event(run, "b0", "{}")) + "{\"run_id\": \"" + run + "\"}\n" + line(event(run, "b1", "{}"));
        api.send("POST", "/events/batch", BodyPublishers.ofString(batch), "Content-Type", "application/x-ndjson")
                .expect(207);
        api.post("/artifacts", """
                {"artifact_id": "a", "run_id": "%s", "artifact_type": "report", "title": "T", "status": "draft",
                 "storage_provider": "s3", "location": "s3://bucket/key", "data_class": "internal",
                 "source_type": "system", "created_by": "tests"}""".formatted(run)).expect(201);
        api.post("/tasks", """
                {"task_id": "t", "run_id": "%s", "title": "T", "proof_requirement": {"type": "artifact"}}""".formatted(run)).expect(200);
        api.post("/runs/" + run + "/tasks/t/complete", "{}").expect(409);
        api.get("/runs/" + run + "/events/e0").expect(200);
        api.get("/" + run).expect(404);
        reject(run);
    }

    private void reject(String run) throws Exception {
        try (DirectLog log = new DirectLog(ledger)) {
            byte[] bytes = ("no key " + run).getBytes(StandardCharsets.UTF_8);
            log.append(DirectLog.home(run), bytes, bytes);
        }
    }

    private static String event(String run, String id, String payload) {
        return """
                {"event_id": "%s", "run_id": "%s", "event_type": "t", "producer": "tests",
                 "occurred_at": "2026-11-21T10:00:00Z", "payload": %s}""".formatted(id, run, payload);
    }

    private static String line(String json) {
        return json.replace("\n", " ") + "\n";
    }

    private void ask(String method, String path) throws IOException, InterruptedException {
        assertThat(api.send(method, path, BodyPublishers.noBody()).status()).isIn(404, 405);
    }

    /** Once the views and the guard have all that was written, and have said so. */
    private Exposition scrape() {
        return await().atMost(Duration.ofSeconds(30)).until(this::scraped, MetricsIT::isCurrent);
    }

    private Exposition scraped() throws IOException, InterruptedException {
        LedgerApi.Answer answer = api.get("/metrics").expect(200);
        assertThat(answer.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        return Exposition.parse(new String(answer.bytes(), StandardCharsets.UTF_8));
    }

    private static boolean isCurrent(Exposition scraped) {
        return Set.of("runledger_views_lag_records", "runledger_guard_lag_records").stream()
                .allMatch(lag -> scraped.samples().entrySet().stream()
                                .filter(each -> each.getKey().name().equals(lag))
                                .filter(each -> each.getValue() == 0)
                                .count()
                        == DirectLog.PARTITIONS);
    }

    private static Set<Exposition.Series> ours(Exposition scraped) {
        return scraped.samples().keySet().stream()
                .filter(series -> series.name().startsWith("runledger_"))
                .collect(Collectors.toSet());
    }
}
