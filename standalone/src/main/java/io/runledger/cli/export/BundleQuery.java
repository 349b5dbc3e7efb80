package io.runledger.cli.export;

import io.runledger.schemas.wire.Target;

/**
 * Where a ledger has the bundle of a run.
 *
 * @param checkpoints whether they are to be in it
 */
record BundleQuery(String run, boolean checkpoints) {
    String path() {
        Target target = Target.path("runs", run, "bundle");
        return (checkpoints ? target.with("checkpoints", "true") : target).toString();
    }
}
