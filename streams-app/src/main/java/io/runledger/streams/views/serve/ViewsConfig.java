package io.runledger.streams.views.serve;

import io.runledger.core.redaction.Redaction;
import io.runledger.core.settings.Setting;
import io.runledger.core.settings.SettingException;
import io.runledger.core.settings.Settings;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.streams.views.log.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.HostInfo;

/**
 * What the views need to run.
 *
 * @param redaction what must not be on the log; what the views reject depends on it
 * @param stateDirectory where they are kept; may be deleted while nothing runs, because they can be rebuilt from the
 *     log
 * @param cacheBytes memory for blocks and write buffers together
 * @param writeBufferBytes the part of it for what is not on disk yet, in equal shares for the partitions
 * @param commitInterval how often offsets are committed; standbys follow what is committed
 * @param instance name of this node in its group, empty for a passing member. After a crash the group waits a session's
 *     time-out (45 s) for a passing member, while a named one takes its place again at once
 * @param node where the other nodes reach this one; empty if there are none
 * @param standbys how many other nodes keep a copy of each partition's views
 */
public record ViewsConfig(
        LedgerConfig ledger,
        Redaction redaction,
        Path stateDirectory,
        int cacheBytes,
        int writeBufferBytes,
        Duration commitInterval,
        String instance,
        Optional<Node> node,
        int standbys) {
    static final String APPLICATION_ID = "runledger-views";

    static final Setting STATE_DIRECTORY = new Setting(
            "RUNLEDGER_STATE_DIR", "runledger-state", "Where the views are kept; they can be rebuilt from the log");
    private static final Setting CACHE =
            new Setting("RUNLEDGER_VIEWS_CACHE", "192MiB", "Memory for the views' blocks and write buffers together");
    private static final Setting WRITE_BUFFER = new Setting(
            "RUNLEDGER_VIEWS_WRITE_BUFFER",
            "96MiB",
            "The part of it for writes that are not on disk yet, in equal shares for the partitions; one share more while views are replayed or verified");
    private static final Setting COMMIT_INTERVAL = new Setting(
            "RUNLEDGER_VIEWS_COMMIT_INTERVAL", "200ms", "How often the views commit their offsets to Kafka");

    /** Other applications of the same process name themselves by it, too. */
    public static final Setting INSTANCE = new Setting(
            "RUNLEDGER_INSTANCE_ID",
            "",
            "Name of this node, the same at every start and of no other node: it takes its partitions back at once after a crash");

    private static final Setting NODE = new Setting(
            "RUNLEDGER_NODE_ADDRESS",
            "",
            "Where other query nodes reach this one, as host:port; empty if it is the only one");
    private static final Setting STANDBYS = new Setting(
            "RUNLEDGER_STANDBYS",
            "1",
            "How many other query nodes keep a copy of each partition's views and answer while its owner is away");

    /** How long a node may be silent until the others take over its partitions. */
    private static final int SESSION_MILLIS = 10_000;

    /** In the order in which they are documented. */
    public static final List<Setting> SETTINGS =
            List.of(STATE_DIRECTORY, CACHE, WRITE_BUFFER, COMMIT_INTERVAL, INSTANCE, NODE, STANDBYS);

    public static ViewsConfig from(LedgerConfig ledger, Settings settings) {
        return new ViewsConfig(
                ledger,
                Redaction.of(settings),
                settings.path(STATE_DIRECTORY),
                settings.bytes(CACHE),
                settings.bytes(WRITE_BUFFER),
                settings.duration(COMMIT_INTERVAL),
                settings.text(INSTANCE),
                node(settings),
                settings.number(STANDBYS, 0, 10));
    }

    private static Optional<Node> node(Settings settings) {
        String address = settings.text(NODE);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        HostInfo info = null;
        try {
            info = HostInfo.buildFromEndpoint(address);
        } catch (RuntimeException e) {
            throw new SettingException(NODE, address, "host:port");
        }
        if (info == null) {
            throw new SettingException(NODE, address, "host:port");
        }
        return Optional.of(Node.of(info));
    }

    /** Where the views of a partition are made beside those that serve. */
    public Path scratch(int partition) {
        return scratch().resolve(String.valueOf(partition));
    }

    public Path scratch() {
        return stateDirectory.resolve("scratch");
    }

    /** Properties of the Streams application; what is not ours may be set from outside (KAFKA_*). */
    Map<String, Object> streams() {
        Map<String, Object> properties = new TreeMap<>(Map.of(
                StreamsConfig.REPLICATION_FACTOR_CONFIG,
                -1,
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                1,
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                2000,
                StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                2000));
        node.ifPresent(several -> properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS));
        properties.putAll(ledger.streams());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic"); // KAFKA-20782, -20887, -20899
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        if (!instance.isEmpty()) {
            properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        }
        node.ifPresent(address -> {
            properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address.toString());
            properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        });
        return properties;
    }
}
