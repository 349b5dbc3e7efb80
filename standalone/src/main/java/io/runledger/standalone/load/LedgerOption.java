package io.runledger.standalone.load;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The option that names the ledger to talk to; filled by picocli. */
public final class LedgerOption {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:RUNLEDGER_URL:-http://127.0.0.1:8080}",
            description = "The ledger (default: RUNLEDGER_URL, else http://127.0.0.1:8080).")
    private String url = "";

    public LedgerClient client() {
        return new LedgerClient(url, PATIENCE);
    }

    /** For requests, without a slash at its end; fails clearly if it is no URL of a ledger. */
    public String checkedUrl() {
        return LedgerClient.checked(url);
    }

    /** For people to copy, so without a slash at its end. */
    public String url() {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
