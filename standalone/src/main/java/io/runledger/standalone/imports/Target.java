package io.runledger.standalone.imports;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.settings.Settings;
import io.runledger.standalone.console.ClearFailure;
import io.runledger.standalone.load.LedgerOption;
import io.runledger.standalone.up.RunningLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The ledger that is imported into.
 *
 * @param ledger its settings, with its guard's key
 * @param url its HTTP port, without a slash at the end
 */
record Target(LedgerConfig ledger, String url) {
    private static final String URL = "RUNLEDGER_URL";
    private static final String DEFAULT_URL = "http://127.0.0.1:8080";

    /**
     * By the directory of a ledger that {@code up} runs, or by the environment as its services are.
     *
     * @param data named by the user; else the default one counts, if a ledger runs on it
     */
    static Target of(Optional<Path> data, Optional<String> url, Map<String, String> environment) throws IOException {
        Map<String, String> settings = new HashMap<>(environment);
        boolean isSet = environment.containsKey("RUNLEDGER_KAFKA_BOOTSTRAP");
        Optional<RunningLedger> running =
                data.isEmpty() && isSet ? Optional.empty() : RunningLedger.in(data.orElse(Path.of("./runledger-data")));
        if (data.isPresent() && running.isEmpty()) {
            throw new ClearFailure("No ledger runs on " + data.get() + ": start it with \"runledger up --data "
                    + data.get() + "\", or name its services by RUNLEDGER_KAFKA_BOOTSTRAP and RUNLEDGER_REGISTRY_URL.");
        }
        running.map(RunningLedger::settings).ifPresent(settings::putAll);
        String at = url.or(() -> running.map(RunningLedger::url))
                .orElseGet(() -> environment.getOrDefault(URL, DEFAULT_URL));
        try {
            return new Target(LedgerConfig.from(new Settings(settings)), LedgerOption.checked(at));
        } catch (IllegalArgumentException e) {
            throw new ClearFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
