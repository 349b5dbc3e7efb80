package io.runledger.query.checkpoints;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.runledger.core.redaction.Hit;
import io.runledger.core.redaction.Redaction;
import io.runledger.http.AccessSession;
import io.runledger.http.JsonAnswer;
import io.runledger.http.ProblemException;
import io.runledger.http.RequestBody;
import io.runledger.query.checkpoints.CheckpointRouting.CheckpointsAway;
import io.runledger.query.checkpoints.CheckpointRouting.UnansweredException;
import io.runledger.query.read.Parameter;
import io.runledger.query.read.Parameters;
import io.runledger.query.read.PartitionScope;
import io.runledger.query.read.Route;
import io.runledger.schemas.contract.Identifier;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.streams.checkpoints.Checkpoint;
import io.runledger.streams.checkpoints.CheckpointContent;
import io.runledger.streams.checkpoints.CheckpointsTopic;
import io.runledger.streams.checkpoints.CheckpointsUnavailableException;
import io.runledger.streams.checkpoints.Precondition;
import io.runledger.streams.checkpoints.WriteResult;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checkpoints: the latest bytes under a name of a run, read and written, by compare-and-set if asked. */
public final class CheckpointRoutes implements Consumer<JavalinConfig> {
    static final String UPDATED_AT = "Runledger-Updated-At";

    private static final String RUN = "run_id";
    private static final String NAME = "name";
    private static final int LONGEST_TYPE = 255;
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
    private static final List<String> PASSED_BACK = List.of(
            "ETag",
            "Last-Modified",
            "Content-Disposition",
            "Content-Security-Policy",
            "Retry-After",
            UPDATED_AT,
            CheckpointRouting.OUTCOME);

    private final CheckpointRouting routing;
    private final Redaction redaction;

    /** @param redaction what may not be in the names of checkpoints, which everybody is shown */
    public CheckpointRoutes(CheckpointRouting routing, Redaction redaction) {
        this.routing = routing;
        this.redaction = redaction;
    }

    @Override
    public void accept(JavalinConfig config) {
        Route.CHECKPOINTS.register(config, answering(this::list));
        Route.CHECKPOINT.register(config, answering(this::read));
        config.routes.head("/runs/{run_id}/checkpoints/{name}", answering(this::read));
        config.routes.put("/runs/{run_id}/checkpoints/{name}", answering(this::put));
        config.routes.delete("/runs/{run_id}/checkpoints/{name}", answering(this::delete));
    }

    /** Answers what keeps a checkpoint from being read or written, in one place. */
    private static Handler answering(Handler handler) {
        return ctx -> {
            try {
                handler.handle(ctx);
            } catch (CheckpointsAway e) {
                ctx.header(PartitionScope.AWAY, String.valueOf(e.partition()))
                        .header(CheckpointRouting.OUTCOME, CheckpointRouting.NOT_WRITTEN);
                throw e.problem();
            } catch (UnansweredException e) {
                ctx.header(CheckpointRouting.OUTCOME, CheckpointRouting.UNKNOWN);
                throw e.problem();
            } catch (CheckpointsUnavailableException e) {
                ctx.header(
                        CheckpointRouting.OUTCOME,
                        e.possibleEtag().isPresent() ? CheckpointRouting.UNKNOWN : CheckpointRouting.NOT_WRITTEN);
                throw CheckpointRouting.problem(e);
            }
        };
    }

    private void list(Context ctx) throws IOException, InterruptedException {
        Parameters parameters = new Parameters(ctx, Route.CHECKPOINTS);
        String run = identifier(ctx, RUN);
        int limit = parameters.limit();
        String after = parameters.text(Parameter.CURSOR).map(NameCursor::parse).orElse("");
        if (!isVisible(ctx, run)) {
            JsonAnswer.send(ctx, 200, out -> CheckpointJson.page(List.of(), limit, out));
            return;
        }
        routed(ctx, new byte[0], checkpoints -> {
            List<Checkpoint> found = checkpoints.list(run, after, limit + 1);
            JsonAnswer.send(ctx, 200, out -> CheckpointJson.page(found, limit, out));
            return true;
        });
    }

    private void read(Context ctx) throws IOException, InterruptedException {
        new Parameters(ctx, Route.CHECKPOINT);
        String name = identifier(ctx, NAME);
        String run = identifier(ctx, RUN);
        if (!isVisible(ctx, run)) {
            throw unknown(run, name);
        }
        Precondition asked = EntityTags.precondition(ctx);
        routed(ctx, new byte[0], checkpoints -> {
            CheckpointContent content = checkpoints.read(run, name).orElseThrow(() -> unknown(run, name));
            Optional<Checkpoint> found = Optional.of(content.checkpoint());
            if (asked.match().filter(tags -> !tags.has(found)).isPresent()) {
                throw stale(ctx, run, name, found);
            }
            described(ctx, content.checkpoint());
            if (asked.isMet(found)) {
                send(ctx, content.checkpoint().contentType(), content.bytes().length, content.bytes());
            } else {
                ctx.status(HttpStatus.NOT_MODIFIED);
            }
            return true;
        });
    }

    private void put(Context ctx) throws IOException, InterruptedException {
        Parameters.none(ctx);
        String run = identifier(ctx, RUN);
        AccessSession.of(ctx).requireRun(run);
        String name = identifier(ctx, NAME);
        Precondition asked = EntityTags.precondition(ctx);
        String type = contentType(ctx.req().getHeader("Content-Type"));
        refuseSecrets(RUN, run);
        refuseSecrets(NAME, name);
        refuseSecrets("Content-Type", type);
        byte[] bytes = RequestBody.bytes(ctx, CheckpointsTopic.MAX_CONTENT_BYTES);
        routed(ctx, bytes, checkpoints -> {
            written(ctx, run, name, checkpoints.put(run, name, type, bytes, asked));
            return true;
        });
    }

    private void delete(Context ctx) throws IOException, InterruptedException {
        Parameters.none(ctx);
        String run = identifier(ctx, RUN);
        AccessSession.of(ctx).requireRun(run);
        String name = identifier(ctx, NAME);
        Precondition asked = EntityTags.precondition(ctx);
        routed(ctx, new byte[0], checkpoints -> {
            written(ctx, run, name, checkpoints.delete(run, name, asked));
            return true;
        });
    }

    private void routed(Context ctx, byte[] body, CheckpointRouting.Here<Boolean> here)
            throws IOException, InterruptedException {
        routing.ask(CheckpointCall.of(ctx, body), here, response -> {
            pass(ctx, response);
            return true;
        });
    }

    private static void written(Context ctx, String run, String name, WriteResult result) throws IOException {
        switch (result.outcome()) {
            case CREATED, REPLACED -> {
                Checkpoint now = result.checkpoint().orElseThrow();
                ctx.header("ETag", EntityTags.quoted(now.etag()));
                JsonAnswer.send(
                        ctx,
                        result.outcome() == WriteResult.Outcome.CREATED ? 201 : 200,
                        out -> CheckpointJson.write(now, out));
            }
            case DELETED -> ctx.status(HttpStatus.NO_CONTENT);
            case ABSENT -> throw unknown(run, name);
            case PRECONDITION_FAILED -> throw stale(ctx, run, name, result.checkpoint());
        }
    }

    private static ProblemException unknown(String run, String name) {
        return ProblemException.unknown("run " + run + " has no checkpoint " + name);
    }

    private static ProblemException stale(Context ctx, String run, String name, Optional<Checkpoint> current) {
        if (current.isEmpty()) {
            return ProblemException.stale("run " + run + " has no checkpoint " + name);
        }
        String etag = current.get().etag();
        ctx.header("ETag", EntityTags.quoted(etag));
        return ProblemException.stale("checkpoint " + name + " of run " + run + " is at another ETag")
                .with("etag", etag);
    }

    /** What somebody stored is shown as a file: it is no page of this server's. */
    private static void described(Context ctx, Checkpoint checkpoint) {
        ctx.header("ETag", EntityTags.quoted(checkpoint.etag()))
                .header("Last-Modified", HTTP_DATE.format(checkpoint.updatedAt().atOffset(ZoneOffset.UTC)))
                .header(UPDATED_AT, Timestamps.text(checkpoint.updatedAt()))
                .header("Content-Disposition", "attachment")
                .header("Content-Security-Policy", "sandbox");
    }

    /** @param length of the body, which is left out of the answer to HEAD */
    private static void send(Context ctx, String contentType, long length, byte[] bytes) throws IOException {
        ctx.disableCompression().contentType(contentType);
        ctx.res().setContentLengthLong(length);
        if (!ctx.method().equals(HandlerType.HEAD)) {
            ctx.res().getOutputStream().write(bytes);
        }
    }

    /** Passes on what another node answered. */
    private static void pass(Context ctx, HttpResponse<byte[]> response) throws IOException {
        ctx.status(response.statusCode());
        PASSED_BACK.forEach(name -> response.headers().firstValue(name).ifPresent(value -> ctx.header(name, value)));
        Optional<String> type = response.headers().firstValue("Content-Type");
        if (type.isPresent()) {
            long length = response.headers().firstValueAsLong("Content-Length").orElse(response.body().length);
            send(ctx, type.get(), length, response.body());
        }
    }

    private static String contentType(@Nullable String stated) {
        if (stated == null || stated.isBlank()) {
            return "application/octet-stream";
        }
        if (stated.length() > LONGEST_TYPE || stated.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw ProblemException.malformed(
                    "Content-Type must be of " + LONGEST_TYPE + " printable ASCII characters at most");
        }
        return stated;
    }

    private void refuseSecrets(String what, String value) {
        List<Hit> found = redaction.text(value, "").hits();
        if (!found.isEmpty()) {
            throw ProblemException.secret(
                    "a secret (rule " + found.get(0).rule() + ") is in " + what
                            + ", which everybody is shown; choose another",
                    List.of());
        }
    }

    private static boolean isVisible(Context ctx, String run) {
        return AccessSession.of(ctx).principal().visibility().includesRun(run);
    }

    private static String identifier(Context ctx, String parameter) {
        String value = ctx.pathParam(parameter);
        Identifier.problem(value).ifPresent(problem -> {
            throw ProblemException.malformed(parameter + " " + problem);
        });
        return value;
    }
}
