package io.runledger.query.cluster;

import io.javalin.http.Context;
import io.runledger.http.ProblemException;
import io.runledger.http.SessionCookie;
import io.runledger.http.tls.CallingClient;
import io.runledger.http.tls.TlsConfig;
import io.runledger.query.read.AtLeast;
import io.runledger.query.wait.Positions;
import io.runledger.schemas.wire.Target;
import io.runledger.streams.views.log.Node;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Asks other nodes what a client asked this one. Every call has a time-out, and only so many requests wait for peers at once:
 * those that peers ask must find a thread. Thread-safe.
 */
public final class Peers {
    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final String CONDITION = "If-None-Match";
    public static final String LAST_EVENT_ID = "Last-Event-ID";

    /** Passed on, too: a node checks by itself who asks, also if another one has done so. */
    public static final String CREDENTIAL = "Authorization";

    private static final List<String> PASSED_ON = List.of("Accept", AtLeast.HEADER, LAST_EVENT_ID);

    /** Of the 64 threads of a server. */
    private static final int PLACES = 24;

    private final CallingClient client;
    private final NodeSeal seal;
    private final Semaphore places = new Semaphore(PLACES);

    Peers(NodeSeal seal, TlsConfig tls) {
        this.seal = seal;
        this.client = new CallingClient(tls, CONNECT);
    }

    /** Where something of another node is. */
    URI uri(Node node, String target) {
        return URI.create(client.scheme() + "://" + node + target);
    }

    /** A request's place among those that wait for peers. */
    interface Place {
        void leave();
    }

    /**
     * Takes a place for a request that waits for peers, to be left in the end.
     *
     * @throws ProblemException 503 if there is none left
     */
    Place enter(Context ctx) {
        if (ClusterWait.hasWaited(ctx)) {
            return () -> {}; // its threads are few
        }
        if (!places.tryAcquire()) {
            throw ProblemException.unavailable("too many reads wait for other nodes already; ask again", RETRY_AFTER);
        }
        return places::release;
    }

    /** Has a node wait until its views have positions; it answers 200 then. */
    CompletableFuture<HttpResponse<InputStream>> await(Context ctx, Node node, Positions positions) {
        Duration wait = AtLeast.wait(ctx.queryParam(AtLeast.WAIT));
        Target target = Target.path("positions")
                .with(AtLeast.PARAMETER, positions.toString())
                .with(AtLeast.WAIT, String.valueOf(wait.toSeconds()));
        URI uri = uri(node, target.toString());
        List<Integer> partitions = List.copyOf(positions.offsets().keySet());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(ANSWER.plus(wait));
        passCredential(ctx, request);
        return client.get().sendAsync(seal.of(request, partitions, false), BodyHandlers.ofInputStream());
    }

    /** The same request, of certain partitions; fails with an {@link java.io.IOException} if there is no answer. */
    CompletableFuture<HttpResponse<InputStream>> ask(
            Context ctx, Node node, List<Integer> partitions, boolean standby) {
        return ask(ctx, asked(ctx), node, partitions, standby);
    }

    /** What the client asked for: path and query. */
    public static String asked(Context ctx) {
        String query = ctx.queryString();
        return ctx.req().getRequestURI() + (query == null || query.isEmpty() ? "" : "?" + query);
    }

    /** Another path and query with the client's method and headers; else the same. */
    CompletableFuture<HttpResponse<InputStream>> ask(
            Context ctx, String target, Node node, List<Integer> partitions, boolean standby) {
        URI uri = uri(node, target);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER.plus(AtLeast.wait(ctx.queryParam(AtLeast.WAIT))))
                .method(ctx.method().name(), BodyPublishers.noBody());
        String known = ctx.header(CONDITION);
        if (known != null && target.equals(asked(ctx))) {
            request.header(CONDITION, known);
        }
        for (String name : PASSED_ON) {
            passOn(name, ctx, request);
        }
        passCredential(ctx, request);
        return client.get().sendAsync(seal.of(request, partitions, standby), BodyHandlers.ofInputStream());
    }

    private static void passCredential(Context ctx, HttpRequest.Builder request) {
        SessionCookie.credential(ctx).forEach(credential -> request.header(CREDENTIAL, credential));
    }

    private static void passOn(String name, Context ctx, HttpRequest.Builder request) {
        String value = ctx.header(name);
        if (value != null) {
            request.header(name, value);
        }
    }
}
