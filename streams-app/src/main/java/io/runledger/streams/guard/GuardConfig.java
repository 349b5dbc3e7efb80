package io.runledger.streams.guard;

import io.runledger.core.redaction.Redaction;
import io.runledger.core.review.FourEyes;
import io.runledger.core.settings.Setting;
import io.runledger.core.settings.Settings;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.http.Access;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import io.runledger.streams.views.serve.ViewsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Settings of the guard.
 *
 * @param redaction what must not be on the log
 * @param stateDirectory where the guard keeps what it knows; a changelog topic and the log can make it again
 * @param commitInterval how often offsets are committed; what was not is read again after a crash
 * @param instance name of this node in its group, empty for a passing member
 * @param rules what requests are held to besides the rules of review
 */
public record GuardConfig(
        LedgerConfig ledger,
        Redaction redaction,
        Path stateDirectory,
        Duration commitInterval,
        String instance,
        GuardRules rules) {
    public static final String APPLICATION_ID = "runledger-guard";

    /** How long a guard may be silent until another one takes over its partitions. */
    private static final int SESSION_MILLIS = 10_000;

    private static final Duration LONGEST_HISTORY = Duration.ofMinutes(30);
    static final Setting STATE_DIRECTORY = new Setting(
            "RUNLEDGER_GUARD_STATE_DIR",
            "runledger-guard-state",
            "Where the guard keeps what it knows; Kafka can rebuild it");
    private static final Setting COMMIT_INTERVAL =
            new Setting("RUNLEDGER_GUARD_COMMIT_INTERVAL", "200ms", "How often the guard commits its offsets to Kafka");

    /** In the order in which they are documented. */
    public static final List<Setting> SETTINGS = List.of(STATE_DIRECTORY, COMMIT_INTERVAL);

    public static GuardConfig from(LedgerConfig ledger, Settings settings) {
        return new GuardConfig(
                ledger,
                Redaction.of(settings),
                settings.path(STATE_DIRECTORY),
                settings.duration(COMMIT_INTERVAL),
                settings.text(ViewsConfig.INSTANCE),
                new GuardRules(
                        StoragePolicy.of(settings),
                        Access.isRequired(settings),
                        FourEyes.isRule(settings, Access.isRequired(settings))));
    }

    /** Properties of the Streams application; what is not ours may be set from outside (KAFKA_*). */
    Map<String, Object> streams() {
        Map<String, Object> properties = new TreeMap<>(Map.of(
                StreamsConfig.REPLICATION_FACTOR_CONFIG,
                -1,
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                1,
                StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
                0,
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                500,
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                SESSION_MILLIS));
        properties.putAll(ledger.streams());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic"); // as the views
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, GuardMemory.class);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // A guard that lost its store reads the history of a partition within one poll.
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG), (int)
                LONGEST_HISTORY.toMillis());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG), true);
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 2 * LogTopic.MAX_RECORD_BYTES);
        if (!instance.isEmpty()) {
            properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance + "-guard");
        }
        return properties;
    }
}
