package io.runledger.streams.checkpoints;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.streams.views.serve.ViewsConfig;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Properties of the application that keeps checkpoints, beside the views of the same node, and of its writers. */
record CheckpointsConfig(ViewsConfig node) {
    static final String APPLICATION_ID = "runledger-checkpoints";

    /** How long a node may be silent until another one takes over its partitions. */
    private static final int SESSION_MILLIS = 10_000;

    /** How long a transaction whose writer has gone holds up readers at most; the next writer ends it at once. */
    private static final Duration TRANSACTION = Duration.ofSeconds(10);

    private static final Duration BLOCK = Duration.ofSeconds(5);
    private static final Duration DELIVERY = Duration.ofSeconds(4);
    private static final Duration REQUEST = Duration.ofSeconds(3);
    private static final int BUFFER_BYTES = 4 << 20;
    private static final int FEW = 100;

    private LedgerConfig ledger() {
        return node.ledger();
    }

    String topic() {
        return ledger().checkpointsTopic();
    }

    int partitions() {
        return ledger().topic().partitions();
    }

    /** What is not ours may be set from outside (KAFKA_*). */
    Map<String, Object> streams() {
        Map<String, Object> properties = new TreeMap<>(Map.of(
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                1,
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                FEW));
        node.node().ifPresent(several -> properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS));
        properties.putAll(ledger().streams());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, node.stateDirectory().toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic"); // as the views
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, node.commitInterval().toMillis());
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, CheckpointMemory.class);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        if (!node.instance().isEmpty()) {
            properties.put(
                    StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                    node.instance() + "-checkpoints");
        }
        node.node().ifPresent(address -> {
            properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address.toString());
            properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, node.standbys());
        });
        return properties;
    }

    /**
     * Properties of a partition's writer. The id is the partition's, so that the next writer fences the previous one.
     */
    Map<String, Object> writer(int partition) {
        Map<String, Object> properties = new TreeMap<>(ledger().client());
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic() + "-" + partition);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION.toMillis());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK.toMillis());
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST.toMillis());
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, CheckpointsTopic.MAX_RECORD_BYTES);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) BUFFER_BYTES);
        return properties;
    }
}
