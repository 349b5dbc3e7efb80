package io.runledger.endtoend.failure;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordSerializer;
import io.runledger.v1.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A Kafka client that puts events into any partition, as one does that hashes the key. */
final class Scattering implements AutoCloseable {
    static final int PARTITIONS = 12;
    private static final String LOG = "runledger.log";
    private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");

    private final KafkaProducer<byte[], SpecificRecord> producer;

    Scattering(String bootstrapServers, String registryUrl) {
        RecordSerializer serializer = new RecordSerializer();
        serializer.configure(Map.of(RecordSerializer.REGISTRY_URL, registryUrl), false);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), serializer);
    }

    /** The event of this number, which happened after those of lower ones. */
    void send(int partition, String run, String by, int number) {
        Event event = Event.newBuilder()
                .setEventId(id(by, number))
                .setRunId(run)
                .setEventType("t")
                .setProducer(by)
                .setOccurredAt(BEGIN.plus(number, ChronoUnit.MICROS))
                .setPayload("{}")
                .setPayloadDigest(PayloadDigest.of("{}"))
                .build();
        Future<RecordMetadata> unused = producer.send(
                new ProducerRecord<>(LOG, partition, RecordKey.of(event).bytes(), event));
    }

    void flush() {
        producer.flush();
    }

    /** The ids of a producer's first so many events, in order. */
    static List<String> ids(String by, int count) {
        return IntStream.range(0, count).mapToObj(number -> id(by, number)).toList();
    }

    /** The ids of a run's events as they stand, by producer. */
    static Map<String, List<String>> stored(LedgerApi api, String run) throws Exception {
        return api.all("/events?limit=500&run_id=" + run, "events").stream()
                .collect(Collectors.groupingBy(
                        (JsonNode event) -> event.path("producer").asText(),
                        Collectors.mapping(event -> event.path("event_id").asText(), Collectors.toList())));
    }

    private static String id(String by, int number) {
        return by + "-e" + number;
    }

    @Override
    public void close() {
        producer.close();
    }
}
