package io.runledger.streams.guard;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.schemas.settings.Settings;
import io.runledger.schemas.wire.Contracts;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.schemas.wire.RegistryUnavailableException;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.views.Criteria;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
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
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

    private final KafkaStreams streams;

    private Guard(GuardConfig config, SchemaRegistry registry) {
        LedgerConfig ledger = config.ledger();
        streams = new KafkaStreams(
                new GuardTopology(
                                ledger.topic().name(),
                                ledger.topic().partitions(),
                                registry,
                                Criteria.of(ledger),
                                config.storage(),
                                new LogHistory(ledger))
                        .get(),
                new StreamsConfig(config.streams()));
        streams.setUncaughtExceptionHandler(e -> {
            log.error("the guard stopped at an error and starts again from where it was", e);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    }

    /** Starts to read the log, and returns at once. The log must be there, and the contracts registered. */
    public static Guard start(GuardConfig config, SchemaRegistry registry) {
        Guard guard = new Guard(config, registry);
        guard.streams.start();
        return guard;
    }

    /** Leaves the group, so that another process takes over at once. */
    @Override
    public void close() {
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(STOP));
    }

    @SuppressWarnings("SystemOut") // who starts it reads it there
    public static void main(String[] arguments) throws InterruptedException {
        try {
            Settings settings = new Settings(System.getenv());
            GuardConfig config = GuardConfig.from(LedgerConfig.from(settings), settings);
            RegistryClient registry = new RegistryClient(config.ledger().registry(), REGISTRY_PATIENCE);
            try (Admin admin = Admin.create(config.ledger().client())) {
                config.ledger().topic().ensure(admin);
            }
            Contracts.registerAll(registry);
            Guard guard = start(config, registry);
            Runtime.getRuntime().addShutdownHook(new Thread(guard::close, "stop"));
            System.out.println("the guard reads the log");
            new CountDownLatch(1).await(); // until the process is stopped
        } catch (LogTopicException
                | RegistryUnavailableException
                | IncompatibleSchemaException
                | KafkaException
                | IllegalArgumentException e) {
            System.err.println("the guard cannot start: " + e.getMessage());
            System.exit(1);
        }
    }
}
