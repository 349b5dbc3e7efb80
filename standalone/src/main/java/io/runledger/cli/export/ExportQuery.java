package io.runledger.cli.export;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;

/** What is asked of {@code GET /export}; the ledger checks it. */
public record ExportQuery(Optional<String> run, Optional<String> bundle, Optional<String> since) {

    /** All of a run. */
    public static ExportQuery ofRun(String run) {
        return new ExportQuery(Optional.of(run), Optional.empty(), Optional.empty());
    }

    /** The path with its parameters. */
    public String path() {
        StringJoiner parameters = new StringJoiner("&", "/export?", "");
        parameters.setEmptyValue("/export");
        run.ifPresent(value -> parameters.add("run_id=" + encoded(value)));
        bundle.ifPresent(value -> parameters.add("bundle_id=" + encoded(value)));
        since.ifPresent(value -> parameters.add("since=" + encoded(value)));
        return parameters.toString();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
