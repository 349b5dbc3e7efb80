package io.runledger.cli.imports;

import io.runledger.cli.client.LedgerClient;
import io.runledger.cli.client.LedgerOption;
import io.runledger.core.ledger.LedgerSettings;
import io.runledger.core.redaction.Redaction;
import io.runledger.core.settings.Settings;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.standalone.terminal.ClearFailure;
import io.runledger.standalone.up.RunningLedger;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.utils.Utils;

/**
 * The ledger that is imported into.
 *
 * @param ledger its settings, with its guard's key
 * @param redaction what its log may not hold
 * @param connection its HTTP port
 */
record ImportTarget(LedgerConfig ledger, Redaction redaction, LedgerClient connection) {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final int CONNECT_MILLIS = 2_000;
    private static final String GUARD_KEY = "RUNLEDGER_GUARD_KEY";

    /**
     * By the directory of a ledger that {@code up} runs, or by the environment as its services are. Asks both doors of the
     * ledger for a sign of life.
     *
     * @param data named by the user; else the default one counts, if a ledger runs on it
     * @throws ClearFailure at once if no ledger answers there, or its settings are not known
     */
    static ImportTarget running(Optional<Path> data, Optional<String> url, Map<String, String> environment)
            throws IOException, InterruptedException {
        Map<String, String> settings = new HashMap<>(environment);
        boolean isSet = environment.containsKey("RUNLEDGER_KAFKA_BOOTSTRAP");
        Optional<RunningLedger> running =
                data.isEmpty() && isSet ? Optional.empty() : RunningLedger.in(data.orElse(Path.of("./runledger-data")));
        if (data.isPresent() && running.isEmpty()) {
            throw new ClearFailure("No ledger runs on " + data.get() + ": start it with \"runledger up --data "
                    + data.get() + "\", or name its services by RUNLEDGER_KAFKA_BOOTSTRAP and RUNLEDGER_REGISTRY_URL.");
        }
        running.map(RunningLedger::settings).ifPresent(settings::putAll);
        String named = environment.getOrDefault(GUARD_KEY, "");
        if (!named.isBlank()) {
            settings.put(GUARD_KEY, named); // as `up` does
        }
        String at = url.or(() -> running.map(RunningLedger::url)).orElseGet(() -> LedgerOption.byDefault(environment));
        LedgerClient connection = new LedgerClient(at);
        connection.answered(connection.request("/health").timeout(ANSWER_LIMIT).build());
        try {
            Settings known = new Settings(settings);
            LedgerConfig ledger = LedgerSettings.from(known);
            requireKafka(ledger);
            return new ImportTarget(ledger, Redaction.of(known), connection);
        } catch (IllegalArgumentException e) {
            throw new ClearFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireKafka(LedgerConfig ledger) {
        String servers = String.valueOf(ledger.client().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        if (Stream.of(servers.split(",", -1)).noneMatch(server -> listens(server.strip()))) {
            throw new ClearFailure("Kafka does not answer at " + servers
                    + ": name the ledger's directory with --data, or its Kafka with RUNLEDGER_KAFKA_BOOTSTRAP.");
        }
    }

    private static boolean listens(String server) {
        Integer port = Utils.getPort(server);
        if (port == null) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(String.valueOf(Utils.getHost(server)), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
