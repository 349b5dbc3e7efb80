package io.runledger.streams.guard;

import io.runledger.access.AccessConfig;
import io.runledger.access.AccessControl;
import io.runledger.core.ledger.LedgerSettings;
import io.runledger.core.process.Started;
import io.runledger.core.settings.Setting;
import io.runledger.core.settings.Settings;
import io.runledger.http.Access;
import io.runledger.http.Health;
import io.runledger.http.Health.Readiness;
import io.runledger.http.HttpServer;
import io.runledger.http.Metrics;
import io.runledger.http.ServerRules;
import io.runledger.schemas.catalog.Contracts;
import io.runledger.schemas.catalog.SchemaCatalog;
import io.runledger.schemas.log.LogTopicException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** The guard as a process of its own, with a port for those who watch it: health, readiness, metrics. It takes no requests there. */
public final class GuardServer {
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
    private static final Setting HOST = new Setting("RUNLEDGER_HOST", "127.0.0.1", "Address to listen on");
    private static final Setting PORT =
            new Setting("RUNLEDGER_GUARD_PORT", "8083", "Port of the guard's /health, /ready and /metrics; 0 for any");

    /** In the order in which they are documented; those of {@link GuardConfig} come before. */
    public static final List<Setting> SETTINGS = List.of(HOST, PORT);

    private GuardServer() {}

    /**
     * Makes or checks the topic, registers the contracts, and begins to read. To be closed in reverse: it says that it ends, and
     * leaves the group, so that another process takes over at once.
     */
    public static HttpServer listening(Settings settings, ServerRules rules, Started started) throws LogTopicException {
        GuardConfig config = GuardConfig.from(LedgerSettings.from(settings), settings);
        String host = Access.checked(settings.text(HOST), settings);
        int port = settings.number(PORT, 0, 65_535);
        try (Admin admin = Admin.create(config.ledger().adminClient())) {
            config.ledger().topic().ensure(admin);
        }
        AccessControl access = started.add(AccessControl.start(config.ledger(), AccessConfig.from(settings)));
        Metrics metrics = started.add(new Metrics());
        SchemaCatalog schemas = started.add(Contracts.ready(config.ledger(), REGISTRY_PATIENCE));
        Guard guard = started.add(Guard.start(config, schemas, metrics));
        Health health = new Health(() -> guard.health().failure(), () -> readiness(guard));
        HttpServer server = started.add(HttpServer.start(host, port, rules, access, List.of(health, metrics)));
        started.closeFirst(guard);
        started.add(server::drain);
        return server;
    }

    private static Readiness readiness(Guard guard) {
        return guard.health().isRunning()
                ? Readiness.READY
                : Readiness.notReady("the guard has no share of the partitions yet, or restores what it knows");
    }
}
