package io.runledger.query.cluster;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.http.Caller;
import io.runledger.query.read.AtLeast;
import io.runledger.query.wait.Positions;
import io.runledger.query.wait.Waiting;
import io.runledger.streams.views.log.Node;
import io.runledger.streams.views.serve.Views;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a read continue when the nodes that have its partitions have what it names: each node waits for its own, without a thread
 * here or there. Only then is the read itself sent on, which takes a thread for as long as it is answered.
 */
final class ClusterWait {
    private static final int THREADS = 8;
    private static final long THREADS_STAY_SECONDS = 10;
    private static final String WAITED = "runledger.waited";

    private final Views views;
    private final Peers peers;
    private final AtLeast atLeast;
    private final ThreadPoolExecutor sending;

    ClusterWait(Views views, Peers peers, AtLeast atLeast) {
        this.views = views;
        this.peers = peers;
        this.atLeast = atLeast;
        // Its queue is bounded by how many reads may wait.
        sending = new ThreadPoolExecutor(
                THREADS, THREADS, THREADS_STAY_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), step -> {
                    Thread thread = new Thread(step, "waited");
                    thread.setDaemon(true);
                    return thread;
                });
        sending.allowCoreThreadTimeOut(true);
    }

    /** Whether a read has waited, so that it is answered by one of few threads. */
    static boolean hasWaited(Context ctx) {
        return ctx.attribute(WAITED) != null;
    }

    /** Lets a read of some partitions continue, at once if it names no position of them. */
    void before(Context ctx, List<Integer> partitions, Handler rest) throws Exception {
        Optional<Positions> asked = AtLeast.asked(ctx, views).map(positions -> positions.in(partitions));
        if (asked.isEmpty() || asked.get().offsets().isEmpty()) {
            rest.handle(ctx);
            return;
        }
        Map<Node, List<Integer>> elsewhere = new HashMap<>();
        List<Integer> here = new ArrayList<>();
        for (int partition : asked.get().offsets().keySet()) {
            Optional<Node> owner = views.local().placement(partition).owner();
            if (views.local().owns(partition)) {
                here.add(partition);
            } else if (owner.isPresent() && !owner.equals(views.self())) {
                elsewhere
                        .computeIfAbsent(owner.get(), node -> new ArrayList<>())
                        .add(partition);
            } // else it moves: the read itself looks for it for a while
        }
        CompletableFuture<Waiting.End> waited = atLeast.until(ctx, asked.get().in(here));
        if (elsewhere.isEmpty() && waited.isDone() && !waited.isCompletedExceptionally()) {
            rest.handle(ctx);
            return;
        }
        List<CompletableFuture<HttpResponse<InputStream>>> others = new ArrayList<>();
        elsewhere.forEach(
                (node, group) -> others.add(peers.await(ctx, node, asked.get().in(group))));
        Caller caller = Caller.of(ctx);
        others.forEach(other -> atLeast.whileThere(caller, other));
        ctx.attribute(WAITED, true);
        ctx.future(() -> CompletableFuture.allOf(others.toArray(CompletableFuture[]::new))
                .handle((answers, failure) -> failure)
                .thenCombineAsync(waited, (failure, end) -> proceed(ctx, end, others, rest), sending));
    }

    private static Waiting.End proceed(
            Context ctx, Waiting.End end, List<CompletableFuture<HttpResponse<InputStream>>> others, Handler rest) {
        boolean left = others.stream().anyMatch(CompletableFuture::isCancelled);
        Optional<HttpResponse<InputStream>> refusal = refusal(others);
        if (refusal.isPresent() && !left && end != Waiting.End.GONE) {
            try {
                PeerForwarder.send(ctx, refusal.get());
            } catch (IOException e) {
                throw new UncheckedIOException("an answer that breaks off", e);
            }
        } else {
            AtLeast.proceed(ctx, left ? Waiting.End.GONE : end, rest);
        }
        return end;
    }

    /** What a node said that waited in vain. Of one that has not got the partition, or does not answer, the read hears itself. */
    private static Optional<HttpResponse<InputStream>> refusal(
            List<CompletableFuture<HttpResponse<InputStream>>> others) {
        Optional<HttpResponse<InputStream>> refusal = Optional.empty();
        for (CompletableFuture<HttpResponse<InputStream>> other : others) {
            HttpResponse<InputStream> response = answer(other);
            if (response == null) {
                continue;
            }
            if (refusal.isEmpty() && response.statusCode() != 200 && !PeerForwarder.isAway(response)) {
                refusal = Optional.of(response);
            } else {
                discard(response);
            }
        }
        return refusal;
    }

    private static @Nullable HttpResponse<InputStream> answer(CompletableFuture<HttpResponse<InputStream>> other) {
        try {
            return other.isCancelled() ? null : other.join();
        } catch (CompletionException e) {
            return null;
        }
    }

    private static void discard(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            body.skip(Long.MAX_VALUE);
        } catch (IOException e) {
            throw new UncheckedIOException("an answer that breaks off", e);
        }
    }
}
