package io.runledger.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.endtoend.ledger.ChildProcess;
import io.runledger.endtoend.ledger.TestJvm;
import io.runledger.standalone.terminal.ClearFailure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class EmbeddedBrokerIT {
    private static final String TOPIC = "kept";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private static final Pattern CLUSTER_AND_ADDRESS = Pattern.compile("(\\S+)\\R(\\S+)\\R");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void servesAndKeepsRecordsOffsetsAndClusterIdAcrossRestart() throws Exception {
        String clusterId;
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, "127.0.0.1", 0)) {
            clusterId = broker.clusterId();
            createTopic(broker.bootstrapServers());
            produce(broker.bootstrapServers(), "one", "two");
            assertThat(read(broker)).containsExactly("one", "two");
            commit(broker, 2);
        }

        try (EmbeddedBroker again = EmbeddedBroker.start(directory, "127.0.0.1", 0)) {
            assertThat(again.clusterId()).isEqualTo(clusterId);
            produce(again.bootstrapServers(), "three");
            assertThat(read(again)).containsExactly("one", "two", "three");
            assertThat(committed(again)).isEqualTo(2);
            assertThat(again.fatalFault()).isNotDone();
        }
    }

    @Test
    void keepsAcknowledgedRecordsWhenItsProcessIsKilled() throws Exception {
        List<String> command = TestJvm.command();
        command.addAll(List.of(BrokerOwner.class.getName(), directory.toString()));
        String clusterId;
        try (ChildProcess owner = ChildProcess.start(command, Map.of())) {
            MatchResult said = owner.await(CLUSTER_AND_ADDRESS, Duration.ofSeconds(60));
            clusterId = said.group(1);
            createTopic(said.group(2));
            produce(said.group(2), "one", "two");
            owner.kill();
        }

        try (EmbeddedBroker again = EmbeddedBroker.start(directory, "127.0.0.1", 0)) {
            assertThat(again.clusterId()).isEqualTo(clusterId);
            produce(again.bootstrapServers(), "three");
            assertThat(read(again)).containsExactly("one", "two", "three");
        }
    }

    @Test
    void saysAtOnceThatItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            long began = System.nanoTime();

            assertThatThrownBy(() -> EmbeddedBroker.start(directory, "127.0.0.1", taken.getLocalPort()))
                    .isInstanceOf(ClearFailure.class)
                    .hasMessageContaining("Kafka's port " + taken.getLocalPort() + " was taken")
                    .hasMessageContaining("--kafka-port");

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        }
    }

    private static void createTopic(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static void produce(String bootstrapServers, String... values) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(TOPIC, 0, value, value)).get();
            }
        }
    }

    private static List<String> read(EmbeddedBroker broker) {
        List<String> values = new ArrayList<>();
        try (var consumer = consumer(broker)) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
            while (consumer.position(PARTITION) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(found -> values.add(found.value()));
            }
        }
        return values;
    }

    private static void commit(EmbeddedBroker broker, long offset) {
        try (var consumer = consumer(broker)) {
            consumer.assign(List.of(PARTITION));
            consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(offset)));
        }
    }

    private static long committed(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets("readers")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(PARTITION);
            return committed == null ? -1 : committed.offset();
        }
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedBroker broker) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "group.id", "readers", "enable.auto.commit", "false");
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }
}
