package io.runledger.endtoend.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Event;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;

/** Has the broker compact the log now, which it otherwise does hours later. It stays that eager for this log. */
final class Compaction {
    private static final ConfigResource LOG = new ConfigResource(ConfigResource.Type.TOPIC, DirectLog.TOPIC);
    private static final ConfigResource BROKERS = new ConfigResource(ConfigResource.Type.BROKER, "");

    private final TestLedger ledger;
    private final Map<Integer, Long> rolled = new HashMap<>();
    private int sent;

    Compaction(TestLedger ledger) {
        this.ledger = ledger;
    }

    /** Returns when of all that stands on the log now only the last record of each key is left. Some must not be the last. */
    void force() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ledger.bootstrapServers()));
                DirectLog log = new DirectLog(ledger)) {
            set(admin, BROKERS, OpType.SET, Map.of("log.cleaner.backoff.ms", "100"));
            set(
                    admin,
                    LOG,
                    OpType.SET,
                    Map.of("segment.ms", "50", "min.compaction.lag.ms", "0", "min.cleanable.dirty.ratio", "0"));
            rolled.putAll(fill(log));
            assertThat(superseded()).as("records for compaction to drop").isPositive();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(300))
                    .untilAsserted(() -> {
                        fill(log); // an append is what closes a segment that is old enough
                        assertThat(superseded()).isZero();
                    });
            set(admin, LOG, OpType.DELETE, Map.of("segment.ms", ""));
        }
    }

    private static void set(Admin admin, ConfigResource resource, OpType type, Map<String, String> values)
            throws Exception {
        Collection<AlterConfigOp> operations = values.entrySet().stream()
                .map(value -> new AlterConfigOp(new ConfigEntry(value.getKey(), value.getValue()), type))
                .toList();
        admin.incrementalAlterConfigs(Map.of(resource, operations)).all().get(30, TimeUnit.SECONDS);
    }

    /** Appends one more event to each partition; returns their offsets. */
    private Map<Integer, Long> fill(DirectLog log) throws Exception {
        Map<Integer, Long> offsets = new HashMap<>();
        for (int i = 0; offsets.size() < DirectLog.PARTITIONS; i++) {
            String run = "filler-" + i;
            int partition = DirectLog.home(run);
            if (!offsets.containsKey(partition)) {
                Event event = DirectLog.event(run, "filler-" + sent++, "{}");
                offsets.put(partition, log.append(partition, RecordKey.of(event).bytes(), log.wire(event)));
            }
        }
        return offsets;
    }

    /** How many records in front of the first fillers are followed, also in front of them, by another of their key. */
    private int superseded() {
        List<TopicPartition> partitions = IntStream.range(0, DirectLog.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(DirectLog.TOPIC, partition))
                .toList();
        int superseded = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", ledger.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Set<Bytes> keys = new HashSet<>();
            while (partitions.stream()
                    .anyMatch(each -> consumer.position(each) < rolled.getOrDefault(each.partition(), 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.offset() < rolled.getOrDefault(record.partition(), 0L)
                            && !keys.add(Bytes.wrap(record.key()))) {
                        superseded++;
                    }
                }
            }
        }
        return superseded;
    }
}
