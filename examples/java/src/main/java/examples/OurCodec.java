package examples;

import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordSerializer;
import io.runledger.schemas.wire.RunPartitioner;
import io.runledger.v1.Event;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes events with Runledger's own classes: typed records, its serializer, its partitioner.
 *
 * <pre>
 * mvn -q -DskipTests package
 * java -cp 'examples/java/target/lib/*:examples/java/target/classes' examples.OurCodec
 * </pre>
 *
 * <p>Set by the environment: RUNLEDGER_KAFKA_BOOTSTRAP, RUNLEDGER_REGISTRY_URL, RUN (java-1) and EVENTS (10).
 */
public final class OurCodec {
    private static final String LOG = "runledger.log";

    private OurCodec() {}

    @SuppressWarnings("SystemOut") // who runs it reads it there
    public static void main(String[] arguments) throws Exception {
        String run = Environment.text("RUN", "java-1");
        int events = Integer.parseInt(Environment.text("EVENTS", "10"));
        Map<String, Object> properties = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, Environment.bootstrap(),
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName(),
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, RecordSerializer.class.getName(),
                RecordSerializer.REGISTRY_URL, Environment.registry(),
                ProducerConfig.PARTITIONER_CLASS_CONFIG, RunPartitioner.class.getName(),
                ProducerConfig.ACKS_CONFIG, "all");

        try (KafkaProducer<String, SpecificRecord> producer = new KafkaProducer<>(properties)) {
            for (int number = 0; number < events; number++) {
                String payload = "{\"number\":" + number + "}";
                Event event = Event.newBuilder()
                        .setEventId("event-" + number)
                        .setRunId(run)
                        .setEventType("step.finished")
                        .setProducer("our-codec")
                        .setOccurredAt(Instant.now())
                        .setPayload(payload)
                        .setPayloadDigest(PayloadDigest.of(payload))
                        .build();
                RecordMetadata standing = producer.send(
                                new ProducerRecord<>(LOG, RecordKey.of(event).toString(), event))
                        .get(30, TimeUnit.SECONDS);
                System.out.println(
                        "sent " + RecordKey.of(event) + ": position " + standing.partition() + ":" + standing.offset());
            }
        }
    }
}
