package io.runledger.streams.guard;

import io.runledger.core.settings.Settings;
import io.runledger.http.Metrics;
import io.runledger.http.ServiceRunner;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.health.StreamsHealth;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.Restarts;
import io.runledger.streams.views.log.StateDirectory;
import java.time.Duration;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** The guard topology, running in this process. Several processes share the partitions. Thread-safe. */
public final class Guard implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(10);

    private final GuardConfig config;
    private final SchemaRegistry registry;
    private final Criteria criteria;
    private final Restarts restarts = new Restarts("the guard");
    private final GuardMetrics counts;
    private final GuardLag lag;
    private volatile KafkaStreams streams;
    private boolean closed;

    private Guard(GuardConfig config, SchemaRegistry registry, Metrics metrics) {
        this.config = config;
        this.registry = registry;
        criteria = Criteria.of(config.ledger(), config.redaction());
        counts = new GuardMetrics(metrics.registry());
        streams = made();
        counts.streams(this::health);
        lag = new GuardLag(() -> streams, config.ledger());
        metrics.beforeEachScrape(() -> counts.lag(lag.now()));
    }

    private KafkaStreams made() {
        LedgerConfig ledger = config.ledger();
        new GuardDatabases(config.stateDirectory().resolve(GuardConfig.APPLICATION_ID)).removeDamaged();
        KafkaStreams made = new KafkaStreams(
                new GuardTopology(
                                ledger.topic().name(),
                                ledger.topic().partitions(),
                                registry,
                                criteria,
                                config.rules(),
                                new LogHistory(ledger),
                                counts::decided)
                        .get(),
                new StreamsConfig(config.streams()));
        made.setUncaughtExceptionHandler(error -> {
            StreamThreadExceptionResponse again = restarts.handle(error);
            if (!GuardDatabases.isDamage(error)) {
                return again;
            }
            new Thread(this::startAnew, "guard-anew").start();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        return made;
    }

    /** After a database was found damaged: once closed, it can be deleted. */
    private synchronized void startAnew() {
        if (closed) {
            return;
        }
        leave();
        streams = made();
        streams.start();
    }

    /** Starts to read the log, and returns at once. The log must be there, and the contracts registered. */
    public static Guard start(GuardConfig config, SchemaRegistry registry, Metrics metrics) {
        StateDirectory.make(GuardConfig.STATE_DIRECTORY, config.stateDirectory(), GuardConfig.APPLICATION_ID);
        Guard guard = new Guard(config, registry, metrics);
        synchronized (guard) {
            guard.streams.start();
        }
        return guard;
    }

    public StreamsHealth health() {
        return new StreamsHealth("guard", streams);
    }

    /** Leaves the group, so that another process takes over at once. */
    @Override
    public void close() {
        restarts.close();
        synchronized (this) {
            closed = true;
            leave();
        }
        lag.close();
    }

    private void leave() {
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(STOP));
    }

    public static void main(String[] arguments) {
        ServiceRunner.run(
                "guard",
                (environment, rules, started) -> GuardServer.listening(new Settings(environment), rules, started));
    }
}
