package io.runledger.standalone.load;

import io.runledger.standalone.console.ClearFailure;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
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

    public String url() {
        return checked(url);
    }

    /** A ledger's URL as requests are made of it, without a slash at its end. */
    public static String checked(String url) {
        String trimmed = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        try {
            URI uri = URI.create(trimmed);
            if (uri.getHost() != null && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                return trimmed;
            }
        } catch (IllegalArgumentException e) {
            throw new ClearFailure("--url is not a URL: " + url, e);
        }
        throw new ClearFailure("--url must look like http://127.0.0.1:8080, not " + url);
    }
}
