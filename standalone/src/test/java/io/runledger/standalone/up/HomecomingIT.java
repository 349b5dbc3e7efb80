package io.runledger.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.wire.RecordSerializer;
import io.runledger.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that their producers scattered over all partitions come home once, in their producers' order. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
@ExtendWith(OwnLedger.class)
final class HomecomingIT {
    private static final String LOG = "runledger.log";
    private static final int PARTITIONS = 12;
    private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private final TestLedger ledger;
    private final LedgerApi api;

    HomecomingIT(TestLedger ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void bringsScatteredRecordsHomeOnceInTheirProducersOrder() throws Exception {
        List<String> runs = List.of("scattered-1", "scattered-2", "scattered-3");
        List<String> producers = List.of("left", "right");
        Random random = new Random(7);

        try (KafkaProducer<byte[], SpecificRecord> producer = producer()) {
            for (int i = 0; i < 150; i++) {
                for (String run : runs) {
                    for (String by : producers) {
                        // About one in twelve falls home by chance, as with a hash.
                        send(producer, random.nextInt(PARTITIONS), event(run, by, i));
                    }
                }
            }
        }

        List<String> ids = IntStream.range(0, 150).mapToObj(i -> "e" + i).toList();
        for (String run : runs) {
            await().atMost(SOON).untilAsserted(() -> {
                Map<String, List<String>> byProducer = idsByProducer(run);
                assertThat(byProducer.get("left")).containsExactlyElementsOf(prefixed("left", ids));
                assertThat(byProducer.get("right")).containsExactlyElementsOf(prefixed("right", ids));
            });
        }
        await().during(SETTLED).atMost(SOON).untilAsserted(() -> {
            for (String run : runs) {
                assertThat(idsByProducer(run).get("left")).containsExactlyElementsOf(prefixed("left", ids));
            }
        });
        JsonNode summary = api.get("/runs/scattered-1").expect(200).json();
        assertThat(summary.toString()).contains("300");
    }

    @Test
    void sortsWhatWasAppendedInAnyOrderByWhenItHappened() throws Exception {
        String run = "shuffled";
        int home = RunPartition.of(run, PARTITIONS);
        List<Integer> shuffled = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
        Collections.shuffle(shuffled, new Random(11));

        try (KafkaProducer<byte[], SpecificRecord> producer = producer()) {
            for (int i : shuffled) {
                send(producer, (home + 1 + i % (PARTITIONS - 1)) % PARTITIONS, event(run, "left", i));
            }
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(idsByProducer(run).getOrDefault("left", List.of()))
                .containsExactlyElementsOf(prefixed(
                        "left", IntStream.range(0, 100).mapToObj(i -> "e" + i).toList())));
    }

    @Test
    void leavesInTheirPlacesWhatStoodAtHomeLongBefore() throws Exception {
        String run = "older";
        int home = RunPartition.of(run, PARTITIONS);
        try (KafkaProducer<byte[], SpecificRecord> producer = producer()) {
            send(producer, home, event(run, "left", 5));
            producer.flush();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(idsByProducer(run)).containsKey("left"));
            long sequence = sequence(run, "left-e5");
            await().pollDelay(SETTLED).until(() -> true);

            send(producer, (home + 1) % PARTITIONS, event(run, "left", 1));
            producer.flush();

            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(idsByProducer(run).get("left")).containsExactly("left-e5", "left-e1"));
            assertThat(sequence(run, "left-e5")).isEqualTo(sequence);
        }
    }

    private long sequence(String run, String id) throws Exception {
        return api.get("/runs/" + run + "/events/" + id)
                .expect(200)
                .json()
                .path("sequence")
                .asLong();
    }

    private static List<String> prefixed(String producer, List<String> ids) {
        return ids.stream().map(id -> producer + "-" + id).toList();
    }

    private Map<String, List<String>> idsByProducer(String run) throws Exception {
        return api.all("/events?limit=500&run_id=" + run, "events").stream()
                .collect(Collectors.groupingBy(
                        event -> event.path("producer").asText(),
                        Collectors.mapping(event -> event.path("event_id").asText(), Collectors.toList())));
    }

    private static Event event(String run, String producer, int number) {
        return Event.newBuilder()
                .setEventId(producer + "-e" + number)
                .setRunId(run)
                .setEventType("t")
                .setProducer(producer)
                .setOccurredAt(BEGIN.plus(number, ChronoUnit.MICROS))
                .setPayload("{}")
                .setPayloadDigest(PayloadDigest.of("{}"))
                .build();
    }

    private static void send(KafkaProducer<byte[], SpecificRecord> producer, int partition, Event event) {
        Future<RecordMetadata> unused = producer.send(
                new ProducerRecord<>(LOG, partition, RecordKey.of(event).bytes(), event));
    }

    private KafkaProducer<byte[], SpecificRecord> producer() {
        RecordSerializer serializer = new RecordSerializer();
        serializer.configure(Map.of(RecordSerializer.REGISTRY_URL, ledger.registryUrl()), false);
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", ledger.bootstrapServers()), new ByteArraySerializer(), serializer);
    }
}
