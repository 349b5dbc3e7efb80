package io.runledger.query.checkpoints;

import io.javalin.http.Context;
import io.runledger.bundle.export.Lines;
import io.runledger.bundle.record.Json;
import io.runledger.bundle.run.CheckpointLine;
import io.runledger.http.SessionCookie;
import io.runledger.query.read.Parameter;
import io.runledger.query.read.Parameters;
import io.runledger.schemas.wire.Target;
import io.runledger.streams.checkpoints.Checkpoint;
import io.runledger.streams.checkpoints.CheckpointContent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The checkpoints of a run, for its bundle, from the node that has them. Each is as it was when it was read: they are no
 * part of the log, and no snapshot spans them.
 */
public final class RunCheckpoints implements Lines.Source {
    private final CheckpointRouting routing;
    private final String run;
    private final List<String> credential;
    private final List<Checkpoint> listed = new ArrayList<>();

    private RunCheckpoints(CheckpointRouting routing, String run, List<String> credential) {
        this.routing = routing;
        this.run = run;
        this.credential = credential;
    }

    /** Lists them, for the client of a request; their contents are read when they are written. */
    public static RunCheckpoints of(CheckpointRouting routing, String run, Context ctx) throws IOException {
        RunCheckpoints checkpoints = new RunCheckpoints(routing, run, SessionCookie.credential(ctx));
        List<Checkpoint> page = checkpoints.page("");
        while (!page.isEmpty()) {
            checkpoints.listed.addAll(page);
            page = checkpoints.page(page.get(page.size() - 1).name());
        }
        return checkpoints;
    }

    @Override
    public void writeTo(Lines lines) throws IOException {
        for (Checkpoint each : listed) {
            Optional<CheckpointContent> content = content(each);
            if (content.isPresent()) {
                Checkpoint now = content.get().checkpoint();
                lines.add(new CheckpointLine(
                                now.name(),
                                now.contentType(),
                                now.etag(),
                                now.updatedAt(),
                                content.get().bytes())
                        .json());
            }
        }
    }

    private List<Checkpoint> page(String after) throws IOException {
        Target first =
                Target.path("runs", run, "checkpoints").with(Parameter.LIMIT.word(), String.valueOf(Parameters.MOST));
        Target target = after.isEmpty() ? first : first.with(Parameter.CURSOR.word(), NameCursor.of(after));
        return ask(target, checkpoints -> checkpoints.list(run, after, Parameters.MOST), response -> {
            List<Checkpoint> page = new ArrayList<>();
            Json.read(response.body()).path("checkpoints").forEach(json -> page.add(CheckpointJson.read(json)));
            return page;
        });
    }

    /** Empty if it was deleted meanwhile. */
    private Optional<CheckpointContent> content(Checkpoint listed) throws IOException {
        return ask(
                Target.path("runs", run, "checkpoints", listed.name()),
                checkpoints -> checkpoints.read(run, listed.name()),
                response -> {
                    if (response.statusCode() == 404) {
                        return Optional.empty();
                    }
                    Checkpoint now = new Checkpoint(
                            run,
                            listed.name(),
                            header(response, "Content-Type"),
                            header(response, "ETag").replace("\"", ""),
                            response.body().length,
                            "",
                            Instant.parse(header(response, CheckpointRoutes.UPDATED_AT)));
                    return Optional.of(new CheckpointContent(now, response.body()));
                });
    }

    private <T> T ask(Target target, CheckpointRouting.Here<T> here, CheckpointRouting.There<T> there)
            throws IOException {
        try {
            return routing.ask(CheckpointCall.get(run, target.toString(), credential), here, response -> {
                if (response.statusCode() != 200 && response.statusCode() != 404) {
                    throw new IOException("a node answered " + response.statusCode() + " for checkpoints");
                }
                return there.taken(response);
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while checkpoints were read");
        }
    }

    private static String header(HttpResponse<?> response, String name) throws IOException {
        return response.headers()
                .firstValue(name)
                .orElseThrow(() -> new IOException("a node answered a checkpoint without " + name));
    }
}
