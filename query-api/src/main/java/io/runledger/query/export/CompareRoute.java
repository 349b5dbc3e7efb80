package io.runledger.query.export;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.compare.ComparedRun;
import io.runledger.bundle.compare.Comparison;
import io.runledger.bundle.compare.TooLargeException;
import io.runledger.bundle.record.Json;
import io.runledger.bundle.run.RunBundle;
import io.runledger.http.ProblemException;
import io.runledger.http.RequestIds;
import io.runledger.query.cluster.PeerForwarder;
import io.runledger.query.cluster.Routing;
import io.runledger.query.read.AtLeast;
import io.runledger.query.read.Parameter;
import io.runledger.query.read.Parameters;
import io.runledger.query.read.ReadAt;
import io.runledger.query.read.Route;
import io.runledger.query.wait.Positions;
import io.runledger.schemas.wire.Target;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * {@code GET /runs/compare}: what differs between two runs, of which each may be at another node. Their bundles go by
 * temporary files, not through memory.
 */
public final class CompareRoute implements Handler {
    private static final int MOST = 2;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String UNKNOWN = "unknown";

    private final Routing routing;
    private final BundleRoute bundles;
    private final Semaphore places = new Semaphore(MOST);

    public CompareRoute(Routing routing, BundleRoute bundles) {
        this.routing = routing;
        this.bundles = bundles;
    }

    @Override
    public void handle(Context ctx) throws Exception {
        Parameters parameters = new Parameters(ctx, Route.RUNS_COMPARE);
        RequestIds.check(ctx);
        String baseline = required(parameters, Parameter.BASELINE);
        String candidate = required(parameters, Parameter.CANDIDATE);
        routing.before(ctx, List.of(baseline, candidate), waited -> compare(waited, baseline, candidate));
    }

    private void compare(Context ctx, String baseline, String candidate) throws Exception {
        if (!places.tryAcquire()) {
            throw ProblemException.tooManyRequests(MOST + " comparisons are being made already", RETRY_AFTER);
        }
        try {
            Optional<ComparedRun> one = read(ctx, baseline);
            String position = ctx.res().getHeader(AtLeast.HEADER);
            String lag = ctx.res().getHeader(ReadAt.LAG);
            Optional<ComparedRun> other = one.isEmpty() ? Optional.empty() : read(ctx, candidate);
            if (other.isPresent()) {
                readAt(ctx, position, lag);
                ctx.contentType("application/json").result(Json.line(new Comparison(one.get(), other.get()).json()));
            }
        } finally {
            places.release();
        }
    }

    private static String required(Parameters parameters, Parameter name) {
        return parameters
                .text(name)
                .orElseThrow(() -> ProblemException.malformed("name two runs: baseline and candidate"));
    }

    /** Empty if the answer was sent, because there is no bundle. */
    private Optional<ComparedRun> read(Context ctx, String run) throws Exception {
        Path file = Files.createTempFile("runledger-compare", ".zip");
        boolean[] refused = {false};
        try {
            routing.take(
                    ctx,
                    run,
                    target(ctx, run),
                    here -> bundles.read(here, run, source -> {
                        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                            RunBundle.write(source, out);
                        }
                    }),
                    response -> refused[0] = !saved(ctx, response, file));
            return refused[0] ? Optional.empty() : Optional.of(ComparedRun.read(file, Limits.DEFAULT));
        } catch (TooLargeException e) {
            throw ProblemException.conflict("run " + run + " " + e.getMessage());
        } finally {
            Files.delete(file);
        }
    }

    private static boolean saved(Context ctx, HttpResponse<InputStream> response, Path file) throws IOException {
        if (response.statusCode() != 200) {
            PeerForwarder.send(ctx, response);
            return false;
        }
        for (String header : new String[] {AtLeast.HEADER, ReadAt.LAG}) {
            ctx.header(header, response.headers().firstValue(header).orElse(UNKNOWN));
        }
        try (InputStream body = response.body();
                OutputStream out = Files.newOutputStream(file)) {
            body.transferTo(out);
        }
        return true;
    }

    /** What both were read at, together. */
    private static void readAt(Context ctx, String position, String lag) {
        String other = ctx.res().getHeader(AtLeast.HEADER);
        ctx.header(AtLeast.HEADER, together(position, other));
        String more = ctx.res().getHeader(ReadAt.LAG);
        boolean known = !lag.equals(UNKNOWN) && !more.equals(UNKNOWN);
        ctx.header(ReadAt.LAG, known ? String.valueOf(Long.parseLong(lag) + Long.parseLong(more)) : UNKNOWN);
    }

    private static String together(String one, String other) {
        if (one.equals(UNKNOWN) || other.equals(UNKNOWN)) {
            return UNKNOWN;
        }
        return Positions.parse(one, Integer.MAX_VALUE)
                .and(Positions.parse(other, Integer.MAX_VALUE))
                .toString();
    }

    /** With what is asked for of each read. */
    private static String target(Context ctx, String run) {
        Target target = Target.path("runs", run, "bundle");
        for (String name : new String[] {AtLeast.PARAMETER, AtLeast.WAIT}) {
            String value = ctx.queryParam(name);
            if (value != null) {
                target = target.with(name, value);
            }
        }
        return target.toString();
    }
}
