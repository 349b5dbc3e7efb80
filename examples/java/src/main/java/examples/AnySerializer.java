package examples;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.commons.codec.digest.Blake3;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Writes events with nothing of Runledger's: a plain producer and any serializer of the Confluent wire format. It is Apicurio's
 * here; with Confluent's set VALUE_SERIALIZER=io.confluent.kafka.serializers.KafkaAvroSerializer and have its jars on the
 * class path.
 *
 * <p>Set by the environment: RUNLEDGER_KAFKA_BOOTSTRAP, RUNLEDGER_REGISTRY_URL, VALUE_SERIALIZER, RUN (java-2) and EVENTS (10).
 */
public final class AnySerializer {
    private static final String LOG = "runledger.log";
    private static final String SUBJECT = "io.runledger.v1.Event";

    private AnySerializer() {}

    @SuppressWarnings("SystemOut") // who runs it reads it there
    public static void main(String[] arguments) throws Exception {
        String run = Environment.text("RUN", "java-2");
        int events = Integer.parseInt(Environment.text("EVENTS", "10"));
        Schema schema = schema();

        try (KafkaProducer<String, GenericRecord> producer = new KafkaProducer<>(properties())) {
            int partition = partition(run, producer.partitionsFor(LOG).size());
            for (int number = 0; number < events; number++) {
                GenericRecord event = event(schema, run, "event-" + number, "{\"number\":" + number + "}");
                String key = "event/" + run + "/event-" + number;
                RecordMetadata standing = producer.send(new ProducerRecord<>(LOG, partition, key, event))
                        .get(30, TimeUnit.SECONDS);
                System.out.println("sent " + key + ": position " + standing.partition() + ":" + standing.offset());
            }
        }
    }

    private static Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, Environment.bootstrap());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        properties.put(
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                Environment.text("VALUE_SERIALIZER", "io.apicurio.registry.serde.avro.AvroKafkaSerializer"));
        // Confluent's: take the registry's newest schema of the record's name, and register nothing.
        properties.put("schema.registry.url", Environment.registry());
        properties.put("auto.register.schemas", false);
        properties.put("use.latest.version", true);
        properties.put("value.subject.name.strategy", "io.confluent.kafka.serializers.subject.RecordNameStrategy");
        // Apicurio's: the same, in Confluent's format.
        properties.put("apicurio.registry.url", Environment.registry().replace("/ccompat/v7", "/registry/v2"));
        properties.put("apicurio.registry.as-confluent", true);
        properties.put("apicurio.registry.use-id", "contentId");
        properties.put("apicurio.registry.headers.enabled", false);
        properties.put("apicurio.registry.auto-register", false);
        properties.put("apicurio.registry.find-latest", true);
        properties.put(
                "apicurio.registry.artifact-resolver-strategy",
                "io.apicurio.registry.serde.avro.strategy.QualifiedRecordIdStrategy");
        return properties;
    }

    /** The ledger's own schema, as the registry has it. */
    private static Schema schema() throws Exception {
        HttpRequest latest = HttpRequest.newBuilder(
                        URI.create(Environment.registry() + "/subjects/" + SUBJECT + "/versions/latest/schema"))
                .build();
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(latest, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("the registry answers " + answer.statusCode() + " for " + SUBJECT);
        }
        return new Schema.Parser().parse(answer.body());
    }

    private static GenericRecord event(Schema schema, String run, String id, String payload) {
        GenericRecord event = new GenericData.Record(schema);
        event.put("contract_version", "v1");
        event.put("event_id", id);
        event.put("event_type", "step.finished");
        event.put("run_id", run);
        event.put("producer", "any-serializer");
        event.put("occurred_at", ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
        event.put("payload", payload);
        event.put(
                "payload_digest",
                new GenericData.Fixed(
                        schema.getField("payload_digest").schema(),
                        Blake3.hash(payload.getBytes(StandardCharsets.UTF_8))));
        event.put("redactions", List.of());
        return event;
    }

    /** What Kafka's own partitioner picks for a record keyed by the run alone. */
    private static int partition(String run, int partitions) {
        return Utils.toPositive(Utils.murmur2(run.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
