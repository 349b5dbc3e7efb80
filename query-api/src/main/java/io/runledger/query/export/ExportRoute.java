package io.runledger.query.export;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.bundle.export.Selection;
import io.runledger.http.Download;
import io.runledger.http.ProblemException;
import io.runledger.query.read.Parameter;
import io.runledger.query.read.Parameters;
import io.runledger.query.read.ReadAt;
import io.runledger.query.read.Route;
import io.runledger.streams.views.serve.Views;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** {@code GET /export}: a selection of the ledger as a zip, sent while it is read from snapshots. */
public final class ExportRoute implements Handler {
    /** Each holds a thread and snapshots of all partitions. */
    private static final int MOST = 2;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Views views;
    private final Semaphore places = new Semaphore(MOST);

    public ExportRoute(Views views) {
        this.views = views;
    }

    @Override
    public void handle(Context ctx) throws IOException {
        Parameters parameters = new Parameters(ctx, Route.EXPORT);
        Selection selection = new Selection(
                parameters.text(Parameter.RUN_ID),
                parameters.text(Parameter.BUNDLE_ID),
                parameters.time(Parameter.SINCE));
        if (!places.tryAcquire()) {
            throw ProblemException.tooManyRequests(MOST + " exports are being made already; ask again", RETRY_AFTER);
        }
        try (Snapshots snapshots = new Snapshots(ctx, views)) {
            Supplier<Iterator<String>> runs = runs(selection, snapshots);
            ReadAt at = new ReadAt(ctx, views);
            snapshots.positions(selection).forEach(at::read);
            Download.send(
                    ctx,
                    "application/zip",
                    "runledger-export.zip",
                    new LedgerExport(snapshots, selection, runs)::writeTo);
        } finally {
            places.release();
        }
    }

    private static Supplier<Iterator<String>> runs(Selection selection, Snapshots snapshots) {
        if (selection.runId().isPresent()) {
            String run = selection.runId().get();
            if (!snapshots.of(run).directory().hasRun(run)) {
                throw ProblemException.unknown("there is no run " + run);
            }
        }
        if (selection.bundleId().isEmpty()) {
            return selection.runId().isPresent()
                    ? () -> List.of(selection.runId().get()).iterator()
                    : snapshots::runs;
        }
        String bundle = selection.bundleId().get();
        Set<String> runs = new TreeSet<>();
        snapshots.all().forEach(reader -> runs.addAll(reader.directory().runsOfBundle(bundle)));
        selection.runId().ifPresent(run -> runs.retainAll(Set.of(run)));
        if (runs.isEmpty()) {
            throw ProblemException.unknown("there is no bundle " + bundle
                    + selection.runId().map(run -> " in run " + run).orElse(" in any run"));
        }
        return runs::iterator;
    }
}
