package io.runledger.query;

import io.javalin.http.Context;
import io.runledger.http.ProblemException;
import io.runledger.streams.views.Node;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
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
final class Peers {
    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final String CONDITION = "If-None-Match";
    private static final List<String> PASSED_ON = List.of("Accept", AtLeast.HEADER, TailRoute.LAST_EVENT_ID);

    /** Of the 64 threads of a server. */
    private static final int PLACES = 24;

    /** Of these, for reads that wait for a position there; the others are for those who need not wait. */
    private static final int PLACES_TO_WAIT = 16;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final Semaphore places = new Semaphore(PLACES);
    private final Semaphore placesToWait = new Semaphore(PLACES_TO_WAIT);

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
        return AtLeast.isAsked(ctx) ? enter(placesToWait, places) : enter(places);
    }

    private static Place enter(Semaphore... all) {
        int taken = 0;
        while (taken < all.length && all[taken].tryAcquire()) {
            taken++;
        }
        List<Semaphore> held = List.of(all).subList(0, taken);
        if (taken < all.length) {
            held.forEach(Semaphore::release);
            throw ProblemException.unavailable("too many reads wait for other nodes already; ask again", RETRY_AFTER);
        }
        return () -> held.forEach(Semaphore::release);
    }

    /** The same request, of certain partitions; fails with an {@link java.io.IOException} if there is no answer. */
    CompletableFuture<HttpResponse<InputStream>> ask(
            Context ctx, Node node, List<Integer> partitions, boolean standby) {
        return ask(ctx, asked(ctx), node, partitions, standby);
    }

    /** What the client asked for: path and query. */
    static String asked(Context ctx) {
        String query = ctx.queryString();
        return ctx.req().getRequestURI() + (query == null || query.isEmpty() ? "" : "?" + query);
    }

    /** Another path and query with the client's method and headers; else the same. */
    CompletableFuture<HttpResponse<InputStream>> ask(
            Context ctx, String target, Node node, List<Integer> partitions, boolean standby) {
        URI uri = URI.create("http://" + node + target);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER.plus(AtLeast.wait(ctx.queryParam(AtLeast.WAIT))))
                .header(Scope.PARTITIONS, Scope.text(partitions))
                .method(ctx.method().name(), BodyPublishers.noBody());
        if (standby) {
            request.header(Scope.STANDBY, "yes");
        }
        String known = ctx.header(CONDITION);
        if (known != null && target.equals(asked(ctx))) {
            request.header(CONDITION, known);
        }
        for (String name : PASSED_ON) {
            String value = ctx.header(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        return client.sendAsync(request.build(), BodyHandlers.ofInputStream());
    }
}
