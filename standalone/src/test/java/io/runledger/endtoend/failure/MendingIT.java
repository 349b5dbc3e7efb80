package io.runledger.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.StandingRecords;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.log.Erasure;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.seal.Seal;
import io.runledger.v1.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Garbage under accepted keys, unexplained nulls and strays in a foreign partition, on a real broker. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
@ExtendWith(OwnLedger.class)
final class MendingIT {
    private static final String LOG = "runledger.log";
    private static final String REJECTS = "runledger.rejects";
    private static final int PARTITIONS = 12;
    private static final int MANY = 1200;
    private static final String EVENT = """
            {"event_id": "%s", "run_id": "%s", "event_type": "t", "producer": "tests",
             "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}""";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestLedger ledger;
    private final LedgerApi api;

    MendingIT(TestLedger ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void appendsAnAcceptedRecordAgainInItsPlaceWhenGarbageStandsUnderItsKey() throws Exception {
        JsonNode first = post("healed", "e1");
        post("healed", "e2");
        byte[] key = key("healed", "e1");
        int partition = RunPartition.of("healed", PARTITIONS);

        append(partition, key, new byte[] {1, 2, 3});
        append(partition, key, null);

        await().atMost(SOON).untilAsserted(() -> {
            List<ConsumerRecord<byte[], byte[]>> copies = records(LOG, partition, "event/healed/e1");
            ConsumerRecord<byte[], byte[]> last = copies.get(copies.size() - 1);
            assertThat(last.value()).isEqualTo(copies.get(0).value());
            assertThat(last.headers().lastHeader("runledger-place")).isNotNull();
        });
        await().atMost(SOON).untilAsserted(() -> assertThat(reasons("event/healed/e1"))
                .containsExactly("not-wire-format", "unexplained-null"));
        JsonNode events = api.get("/events?run_id=healed").expect(200).json().path("events");
        assertThat(events).hasSize(2);
        assertThat(events.path(0)).isEqualTo(first);
    }

    @Test
    void mendsMoreThanItTakesAtOnce() throws Exception {
        String events = IntStream.range(0, MANY)
                .mapToObj(i -> EVENT.formatted("e" + i, "many"))
                .collect(Collectors.joining(",", "[", "]"));
        api.post("/events/batch", events).expect(200);
        int partition = RunPartition.of("many", PARTITIONS);

        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int i = 0; i < MANY; i++) {
                Future<RecordMetadata> unused =
                        producer.send(new ProducerRecord<>(LOG, partition, key("many", "e" + i), null));
            }
            producer.flush();
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(records(LOG, partition, "event/many/").stream()
                        .filter(record -> record.headers().lastHeader("runledger-place") != null)
                        .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                        .distinct())
                .hasSize(MANY));
    }

    @Test
    void movesARecordHomeThatStandsInAForeignPartition() throws Exception {
        post("template", "e1");
        int home = RunPartition.of("template", PARTITIONS);
        int foreign = (home + 1) % PARTITIONS;
        ConsumerRecord<byte[], byte[]> record =
                records(LOG, home, "event/template/e1").get(0);

        append(foreign, record.key(), record.value());

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(records(LOG, home, "event/template/e1")).hasSize(2);
            assertThat(records(LOG, foreign, "event/template/e1"))
                    .extracting(ConsumerRecord::value)
                    .last()
                    .isNull();
            assertThat(reasons("event/template/e1")).containsExactly("wrong-partition");
            assertThat(api.get("/events?run_id=template").expect(200).json().path("events"))
                    .hasSize(1);
        });
    }

    @Test
    void whatNobodyWithTheKeySealedIsRejectedAndTheMenderIsQuietAfterwards() throws Exception {
        post("honest", "e1");
        post("honest", "e2");
        int home = DirectLog.home("honest");
        JsonNode before = api.get("/admin/digest?partition=" + home).expect(200).json();
        Event rewritten = DirectLog.event("honest", "e1", "{\"rewritten\":true}");
        Event second = DirectLog.event("honest", "e2", "{}");
        Event decision = Event.newBuilder(DirectLog.event("honest", "decision:00", "{\"seal\":\"00\"}"))
                .setEventType("artifact.reviewed")
                .setCausationId("q")
                .build();
        byte[] first = ByteBuffer.allocate(16).putLong(0).putLong(0).array();

        long end;
        try (DirectLog log = new DirectLog(ledger)) {
            log.append(home, key("honest", "e1"), log.wire(rewritten), Map.of("runledger-place", first));
            log.append(home, key("honest", "e2"), log.wire(second), Map.of("runledger-place", first));
            log.append(home, key("honest", "e1"), log.wire(rewritten), Map.of("runledger-place", new byte[72]));
            byte[] origin =
                    new Seal("").header(new Origin(new Position(0, 1), 0), key("honest", "e2"), log.wire(second));
            log.append(home, key("honest", "e2"), log.wire(second), Map.of("runledger-origin", origin));
            end = log.append(home, RecordKey.of(decision).bytes(), log.wire(decision), Map.of());
        }

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(reasons("event/honest/e1")).containsExactly("forged-place", "forged-place");
            assertThat(reasons("event/honest/e2")).containsExactly("forged-place", "forged-origin");
            assertThat(reasons("event/honest/decision:00")).containsExactly("forged-decision");
        });
        await().during(Duration.ofSeconds(3)).atMost(SOON).untilAsserted(() -> assertThat(records(LOG, home, ""))
                .filteredOn(record -> record.offset() > end)
                .hasSizeLessThanOrEqualTo(4));
        assertThat(api.get("/admin/digest?partition=" + home)
                        .expect(200)
                        .json()
                        .path("digests")
                        .path(0)
                        .path("digest"))
                .isEqualTo(before.path("digests").path(0).path("digest"));
    }

    @Test
    void nothingOnTheLogKeepsTheOthersFromComingHome() throws Exception {
        int strays = 60;
        try (DirectLog log = new DirectLog(ledger)) {
            for (String id : List.of("a/b", "a b", "\u00fc", "-x", "a/b/c", "\ufffd")) {
                Event erasure = erasure(new RecordKey(RecordKey.Kind.EVENT, "poisoned", id));
                log.send(erasure);
                log.send(DirectLog.home("poisoned"), ("event/poisoned/" + id).getBytes(StandardCharsets.UTF_8), null);
            }
            log.send(3, new byte[] {(byte) 0xff, '/', 0}, new byte[0]);
            log.flush();
            long before = System.nanoTime();
            for (int i = 0; i < strays; i++) {
                Event event = DirectLog.event("run-" + i, "stray", "{}");
                log.send(
                        (DirectLog.home("run-" + i) + 1) % PARTITIONS,
                        RecordKey.of(event).bytes(),
                        log.wire(event));
            }
            log.flush();

            await().atMost(SOON).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
                for (int i = 0; i < strays; i++) {
                    api.get("/runs/run-" + i + "/events/stray").expect(200);
                }
            });
            System.out.println(strays + " strays came home within "
                    + Duration.ofNanos(System.nanoTime() - before).toMillis() + " ms");
        }
        JsonNode positions = api.get("/positions").expect(200).json();
        assertThat(positions.has("set_aside"))
                .as("what needs no mending is not set aside")
                .isFalse();
        assertThat(api.get("/ready").expect(200).json().has("warnings")).isFalse();
    }

    private static Event erasure(RecordKey target) {
        return Event.newBuilder(DirectLog.event(target.runId(), Erasure.eventId(target), "{}"))
                .setEventType(Erasure.EVENT_TYPE)
                .setSubjectKind(target.kind().word())
                .setSubjectId(target.id())
                .build();
    }

    private JsonNode post(String run, String id) throws Exception {
        JsonNode stored =
                api.post("/events", """
                        {"event_id": "%s", "run_id": "%s", "event_type": "t", "producer": "tests",
                         "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}""".formatted(id, run)).expect(201).json();
        await().atMost(SOON)
                .untilAsserted(() -> api.get("/runs/" + run + "/events/" + id).expect(200));
        return stored;
    }

    private static byte[] key(String run, String id) {
        return ("event/" + run + "/" + id).getBytes(StandardCharsets.UTF_8);
    }

    private void append(int partition, byte[] key, byte @Nullable [] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(LOG, partition, key, value)).get(10, TimeUnit.SECONDS);
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", ledger.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private List<String> reasons(String key) {
        return records(REJECTS, 0, "").stream()
                .filter(record -> header(record, "runledger-key").equals(key))
                .map(record -> header(record, "runledger-reason"))
                .toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic, int partition, String prefix) {
        return StandingRecords.of(ledger, topic, partition, prefix);
    }
}
