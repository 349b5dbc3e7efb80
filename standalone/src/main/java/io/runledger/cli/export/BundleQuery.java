package io.runledger.cli.export;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where a ledger has the bundle of a run.
 *
 * @param checkpoints whether they are to be in it
 */
record BundleQuery(String run, boolean checkpoints) {
    String path() {
        return "/runs/" + URLEncoder.encode(run, StandardCharsets.UTF_8).replace("+", "%20") + "/bundle"
                + (checkpoints ? "?checkpoints=true" : "");
    }
}
