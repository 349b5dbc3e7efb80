package io.runledger.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class IngestMetricsTest {
    private static final String EVENT = """
            {"event_id": "%s", "run_id": "r", "event_type": "t", "producer": "tests",\
             "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}""";

    @Test
    void countsRecordsByHowTheyEndedAtTheDoor() throws Exception {
        try (DoorFixture door = new DoorFixture(true)) {
            door.post("/events", EVENT.formatted("a"));
            door.post("/events", EVENT.formatted("a"));
            door.post("/events", "{\"event_id\": \"b\"}");
            door.post("/events", "no JSON");
            door.post("/events/batch", "[" + EVENT.formatted("a") + "," + EVENT.formatted("c") + ", {}]");

            assertThat(records(door, "accepted")).isEqualTo(2);
            assertThat(records(door, "duplicate")).isEqualTo(2);
            assertThat(records(door, "contract-violation")).isEqualTo(2);
            assertThat(records(door, "malformed")).isEqualTo(1);
            assertThat(appends(door, "written")).isEqualTo(2);
            assertThat(appends(door, "failed")).isZero();
        }
    }

    @Test
    void countsARecordThatTheLogDoesNotTakeAsFailedAndNotAsAccepted() throws Exception {
        try (DoorFixture door = new DoorFixture(false)) {
            CompletableFuture<HttpResponse<String>> answer = door.postLater("/events", EVENT.formatted("a"));
            await().until(() -> door.producer.errorNext(new TimeoutException("away")));

            assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
            assertThat(records(door, "unavailable")).isEqualTo(1);
            assertThat(records(door, "accepted")).isZero();
            assertThat(appends(door, "failed")).isEqualTo(1);
        }
    }

    private static double records(DoorFixture door, String outcome) {
        return door.metrics
                .get("runledger.ingest.records")
                .tags("kind", "event", "outcome", outcome)
                .counter()
                .count();
    }

    private static long appends(DoorFixture door, String outcome) {
        return door.metrics
                .get("runledger.ingest.append.duration")
                .tags("kind", "event", "outcome", outcome)
                .timer()
                .count();
    }
}
