package io.runledger.query.admin;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.runledger.http.JsonAnswer;
import io.runledger.http.ProblemException;
import io.runledger.query.answer.RecordJson;
import io.runledger.query.read.Parameter;
import io.runledger.query.read.Parameters;
import io.runledger.query.read.Route;
import io.runledger.schemas.log.Position;
import io.runledger.streams.views.replay.ReplayProgress;
import io.runledger.streams.views.replay.VerificationProgress;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.state.StateDigest;
import io.runledger.streams.views.store.ViewsClosedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** For those who run a ledger: digests of the views of this process, and making and proving them again from the log. */
public final class AdminRoutes implements Consumer<JavalinConfig> {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Views views;

    /** Each reads all of the state, so one at a time is enough. */
    private final Semaphore digests = new Semaphore(1);

    public AdminRoutes(Views views) {
        this.views = views;
    }

    @Override
    public void accept(JavalinConfig config) {
        Route.ADMIN_DIGEST.register(config, this::digest);
        Route.ADMIN_REPLAY.register(config, this::replay);
        config.routes.post("/admin/replay", this::beginReplay);
        Route.ADMIN_VERIFY.register(config, this::verification);
        config.routes.post("/admin/verify", this::beginVerification);
    }

    private void digest(Context ctx) throws IOException {
        List<Integer> partitions = partitions(new Parameters(ctx, Route.ADMIN_DIGEST));
        if (!digests.tryAcquire()) {
            throw ProblemException.tooManyRequests("digests are being made already, one at a time", LATER);
        }
        List<StateDigest> made = new ArrayList<>();
        try {
            partitions.forEach(partition -> made.add(views.local().digest(partition)));
        } catch (ViewsClosedException e) {
            throw ProblemException.unavailable("the views are being rebuilt from the log, or move; ask again", SOON);
        } finally {
            digests.release();
        }
        JsonAnswer.send(ctx, 200, out -> {
            out.writeStartObject();
            RecordJson.list("digests", made, AdminJson::digest, out);
            out.writeEndObject();
        });
    }

    private List<Integer> partitions(Parameters parameters) {
        Optional<String> partition = parameters.text(Parameter.PARTITION);
        if (partition.isEmpty()) {
            return IntStream.range(0, views.partitions())
                    .filter(each -> views.self().isEmpty() || views.local().has(each))
                    .boxed()
                    .toList();
        }
        return partition
                .flatMap(number -> Position.parse(number + ":0"))
                .map(Position::partition)
                .filter(number -> number < views.partitions())
                .map(List::of)
                .orElseThrow(() -> ProblemException.malformed(
                        "partition must be a whole number from 0 to " + (views.partitions() - 1)));
    }

    private void replay(Context ctx) throws IOException {
        new Parameters(ctx, Route.ADMIN_REPLAY);
        ReplayProgress progress = views.replay()
                .orElseThrow(() -> ProblemException.unknown(
                        "this process was not asked to replay its views since it started; POST /admin/replay asks"));
        JsonAnswer.send(ctx, 200, out -> AdminJson.replay(progress, out));
    }

    private void beginReplay(Context ctx) throws IOException {
        Parameters.none(ctx);
        if (!views.beginReplay()) {
            busy(ctx);
            return;
        }
        ctx.header("Location", "/admin/replay");
        ReplayProgress progress = views.replay().orElseThrow();
        JsonAnswer.send(ctx, 202, out -> AdminJson.replay(progress, out));
    }

    private void verification(Context ctx) throws IOException {
        new Parameters(ctx, Route.ADMIN_VERIFY);
        VerificationProgress progress = views.verification()
                .orElseThrow(() -> ProblemException.unknown(
                        "this process was not asked to verify its views since it started; POST /admin/verify asks"));
        JsonAnswer.send(ctx, 200, out -> AdminJson.verification(progress, out));
    }

    private void beginVerification(Context ctx) throws IOException {
        Parameters.none(ctx);
        if (!views.beginVerification()) {
            busy(ctx);
            return;
        }
        VerificationProgress progress = views.verification().orElseThrow();
        ctx.header("Location", "/admin/verify");
        JsonAnswer.send(ctx, 202, out -> AdminJson.verification(progress, out));
    }

    private void busy(Context ctx) throws IOException {
        ProblemException problem =
                ProblemException.conflict("a replay or a verification of these views is under way, one at a time; "
                        + "GET /admin/replay and /admin/verify tell how far it is");
        Optional<ReplayProgress> replay = views.replay().filter(last -> last.state() == ReplayProgress.State.RUNNING);
        Optional<VerificationProgress> verification =
                views.verification().filter(last -> last.state() == VerificationProgress.State.RUNNING);
        JsonAnswer.send(ctx, problem, out -> {
            if (replay.isPresent()) {
                out.writeFieldName("replay");
                AdminJson.replay(replay.get(), out);
            } else if (verification.isPresent()) {
                out.writeFieldName("verification");
                AdminJson.verification(verification.get(), out);
            }
        });
    }
}
