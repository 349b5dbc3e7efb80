package io.runledger.query.export;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import io.runledger.bundle.run.RunBundle;
import io.runledger.core.access.Visibility;
import io.runledger.http.AccessSession;
import io.runledger.http.Download;
import io.runledger.http.ProblemException;
import io.runledger.query.checkpoints.CheckpointRouting;
import io.runledger.query.checkpoints.RunCheckpoints;
import io.runledger.query.read.Parameter;
import io.runledger.query.read.Parameters;
import io.runledger.query.read.PartitionScope;
import io.runledger.query.read.ReadAt;
import io.runledger.query.read.Route;
import io.runledger.schemas.log.RunPartition;
import io.runledger.streams.checkpoints.CheckpointsUnavailableException;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.ViewsClosedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** {@code GET /runs/{run_id}/bundle}: the bundle of a run as a zip, sent while it is read from one snapshot. */
public final class BundleRoute implements Handler {
    /** Each holds a thread and a snapshot of a partition. */
    private static final int MOST = 8;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Views views;
    private final CheckpointRouting checkpoints;
    private final Semaphore places = new Semaphore(MOST);

    public BundleRoute(Views views, CheckpointRouting checkpoints) {
        this.views = views;
        this.checkpoints = checkpoints;
    }

    /** What is done with a run as it is here. */
    interface Taking {
        void take(RunAtPosition run) throws IOException;
    }

    @Override
    public void handle(Context ctx) throws IOException {
        boolean complete = new Parameters(ctx, Route.RUN_BUNDLE).flag(Parameter.CHECKPOINTS);
        String id = ctx.pathParam("run_id");
        if (complete) {
            withCheckpoints(ctx, id);
            return;
        }
        read(ctx, id, run -> {
            String tag = "\"" + RunBundle.VERSION + "-" + run.position() + (run.isMixed() ? "-mixed" : "") + seen(ctx)
                    + "\"";
            ctx.header("ETag", tag);
            if (isKnown(tag, ctx.header("If-None-Match"))) {
                ctx.status(HttpStatus.NOT_MODIFIED);
            } else {
                Download.send(ctx, "application/zip", "runledger-bundle.zip", out -> RunBundle.write(run, out));
            }
        });
    }

    /** What is hidden from one reader is not from another, and the position may be the same. */
    private static String seen(Context ctx) {
        Visibility visibility = AccessSession.of(ctx).principal().visibility();
        return visibility.includesAllClasses()
                ? ""
                : "-" + visibility.clearance().word();
    }

    /** Has no tag: the run's position says nothing of its checkpoints. */
    private void withCheckpoints(Context ctx, String id) throws IOException {
        read(ctx, id, run -> {
            RunCheckpoints all;
            try {
                all = RunCheckpoints.of(checkpoints, id, ctx);
            } catch (CheckpointRouting.CheckpointsAway e) {
                throw e.problem();
            } catch (CheckpointsUnavailableException e) {
                throw CheckpointRouting.problem(e);
            }
            Download.send(
                    ctx, "application/zip", "runledger-bundle.zip", out -> RunBundle.write(run, Optional.of(all), out));
        });
    }

    /**
     * Reads a run whose views are here.
     *
     * @throws ProblemException 404 if there is no such run, 429 if too many are read already, or that its views are not here
     */
    void read(Context ctx, String id, Taking taking) throws IOException {
        int partition = RunPartition.of(id, views.partitions());
        if (!places.tryAcquire()) {
            throw ProblemException.tooManyRequests(MOST + " bundles are being made already; ask again", RETRY_AFTER);
        }
        try (PartitionReader reader = PartitionScope.of(ctx, views).read(partition)) {
            new ReadAt(ctx, views).read(partition, reader.applied());
            taking.take(RunAtPosition.of(RunRecords.of(reader, id))
                    .orElseThrow(() -> ProblemException.unknown("there is no run " + id)));
        } catch (ViewsClosedException e) {
            throw PartitionScope.away(ctx, partition);
        } finally {
            places.release();
        }
    }

    /** By RFC 9110, weakly: what is known under this tag is the same. */
    private static boolean isKnown(String tag, @Nullable String known) {
        return known != null
                && Arrays.stream(known.split(",", -1))
                        .map(String::strip)
                        .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
    }
}
