package io.runledger.streams.guard;

import io.runledger.http.HttpServerException;
import io.runledger.http.Metrics;
import io.runledger.http.Termination;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.schemas.review.Seal;
import io.runledger.schemas.settings.Settings;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RegistryUnavailableException;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.health.StreamsHealth;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guard topology, running in this process. Several processes share the partitions. Thread-safe. */
public final class Guard implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Guard.class);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final KafkaStreams streams;
    private final StreamsHealth health;
    private final GuardMetrics counts;
    private final GuardLag lag;

    private Guard(GuardConfig config, SchemaRegistry registry, Metrics metrics) {
        LedgerConfig ledger = config.ledger();
        counts = new GuardMetrics(metrics.registry());
        streams = new KafkaStreams(
                new GuardTopology(
                                ledger.topic().name(),
                                ledger.topic().partitions(),
                                registry,
                                new Seal(ledger.guardKey()),
                                config.storage(),
                                new LogHistory(ledger),
                                counts::decided)
                        .get(),
                new StreamsConfig(config.streams()));
        streams.setUncaughtExceptionHandler(e -> {
            log.error("the guard stopped at an error and starts again from where it was", e);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        health = new StreamsHealth("guard", streams);
        counts.streams(health);
        lag = new GuardLag(streams, ledger);
        metrics.beforeEachScrape(() -> counts.lag(lag.now()));
    }

    /** Starts to read the log, and returns at once. The log must be there, and the contracts registered. */
    public static Guard start(GuardConfig config, SchemaRegistry registry, Metrics metrics) {
        Guard guard = new Guard(config, registry, metrics);
        guard.streams.start();
        return guard;
    }

    public StreamsHealth health() {
        return health;
    }

    /** Leaves the group, so that another process takes over at once. */
    @Override
    public void close() {
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(STOP));
        lag.close();
    }

    public static void main(String[] arguments) throws InterruptedException {
        try {
            Settings settings = new Settings(System.getenv());
            Termination termination = Termination.from(settings);
            GuardServer server = GuardServer.start(settings, termination);
            termination.onSignal(server);
            log.info("the guard reads the log and listens, port={}", server.port());
            new CountDownLatch(1).await(); // until the process is stopped
        } catch (LogTopicException
                | RegistryUnavailableException
                | IncompatibleSchemaException
                | HttpServerException
                | KafkaException
                | IllegalArgumentException e) {
            log.error("the guard cannot start: {}", e.getMessage());
            System.exit(1);
        }
    }
}
