package io.runledger.cli.export;

import io.runledger.schemas.wire.Target;
import java.util.Optional;

/** What is asked of {@code GET /export}; the ledger checks it. */
public record ExportQuery(Optional<String> run, Optional<String> bundle, Optional<String> since) {

    /** All of a run. */
    public static ExportQuery ofRun(String run) {
        return new ExportQuery(Optional.of(run), Optional.empty(), Optional.empty());
    }

    /** The path with its parameters. */
    public Target target() {
        Target target = Target.path("export");
        target = run.isPresent() ? target.with("run_id", run.get()) : target;
        target = bundle.isPresent() ? target.with("bundle_id", bundle.get()) : target;
        return since.isPresent() ? target.with("since", since.get()) : target;
    }
}
