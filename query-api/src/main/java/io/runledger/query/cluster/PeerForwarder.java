package io.runledger.query.cluster;

import io.javalin.http.Context;
import io.runledger.http.Download;
import io.runledger.http.ProblemException;
import io.runledger.query.read.AtLeast;
import io.runledger.query.read.PartitionScope;
import io.runledger.streams.views.log.Node;
import io.runledger.streams.views.log.Placement;
import io.runledger.streams.views.serve.Views;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Has a request answered by the nodes that have its partitions: the owners, or standbys while those are away. Thread-safe.
 *
 * <p>Both ways of asking are loops over rounds. In a round each candidate is asked, the owner first. A candidate that cannot be
 * reached, that stops, or whose answer has the header {@link PartitionScope#AWAY} has failed, and the next one is asked; any
 * other answer, a problem included, is the answer. After a round in which all failed there is a pause, the placement is looked
 * up anew, for partitions may have moved, and the next round begins; when the patience is over, the answer is 503.
 *
 * <p>For one partition ({@link #relay}, {@link #take}) the body is passed on as it comes; once it has begun, a failure breaks
 * the client's connection off, for nothing else can tell. For several ({@link #scatter}) each node is asked once for all that
 * it has, all at the same time, and a part that was answered is not asked for again, whatever becomes of the others.
 *
 * <p>Called by a request's own thread, which is blocked meanwhile, and has taken one of {@link Peers}' places for that. What is
 * sent on may be asked twice without harm: it is a read, or a redrive, whose record is known by its id. Writes of checkpoints
 * are routed by rules of their own.
 */
public final class PeerForwarder {
    /** How long another node is looked for while partitions move; a read that names positions may wait for longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Set<String> PASSED_BACK = Set.of(
            "runledger-position", "runledger-lag", "retry-after", "etag", "content-disposition", "www-authenticate");

    private final Views views;
    private final Peers peers;

    PeerForwarder(Views views, Peers peers) {
        this.views = views;
        this.peers = peers;
    }

    /** An answer by this node. */
    interface Here {
        /** Whether it had the answer; not if a partition moved away meanwhile. */
        boolean answers() throws Exception;
    }

    /** What is done with another node's answer. */
    public interface Taking {
        /** The body is closed by who takes it. */
        void take(HttpResponse<InputStream> response) throws IOException;
    }

    /** Sends the answer of the node that owns a partition, or of a standby; {@code here} answers if that is this one. */
    void relay(Context ctx, int partition, Here here) throws Exception {
        take(ctx, Peers.asked(ctx), partition, here, response -> send(ctx, response));
    }

    /** The same for another path and query than the client asked for, and without sending it. */
    void take(Context ctx, String target, int partition, Here here, Taking taking) throws Exception {
        Patience patience = new Patience(ctx, views);
        while (true) {
            for (Candidate candidate : candidates(partition)) {
                if (views.self().equals(Optional.of(candidate.node))) {
                    PartitionScope.standBy(ctx, views);
                    if (views.local().has(partition) && here.answers()) {
                        return;
                    }
                    continue;
                }
                HttpResponse<InputStream> response =
                        answered(peers.ask(ctx, target, candidate.node, List.of(partition), candidate.standby));
                if (response != null) {
                    taking.take(response);
                    return;
                }
            }
            patience.pause(List.of(partition));
        }
    }

    private record Candidate(Node node, boolean standby) {}

    /** Who may have a partition, the owner first. */
    private List<Candidate> candidates(int partition) {
        Placement placement = views.local().placement(partition);
        List<Candidate> candidates = new ArrayList<>();
        placement.owner().ifPresent(owner -> candidates.add(new Candidate(owner, false)));
        placement.standbys().forEach(standby -> candidates.add(new Candidate(standby, true)));
        return candidates;
    }

    /** All partitions' parts; each node is asked once for all that it has. */
    List<PeerAnswer> scatter(Context ctx, List<Integer> partitions) throws Exception {
        List<PeerAnswer> parts = new ArrayList<>();
        List<Integer> missing = new ArrayList<>(partitions);
        Set<Candidate> failed = new HashSet<>();
        Patience patience = new Patience(ctx, views);
        while (!missing.isEmpty()) {
            Map<Candidate, CompletableFuture<HttpResponse<InputStream>>> asked = new LinkedHashMap<>();
            Map<Candidate, List<Integer>> groups = groups(missing, failed);
            groups.forEach((candidate, group) ->
                    asked.put(candidate, peers.ask(ctx, candidate.node, group, candidate.standby)));
            for (Map.Entry<Candidate, CompletableFuture<HttpResponse<InputStream>>> each : asked.entrySet()) {
                HttpResponse<InputStream> response = answered(each.getValue());
                if (response == null) {
                    failed.add(each.getKey());
                } else {
                    parts.add(PeerAnswer.read(response));
                    missing.removeAll(groups.getOrDefault(each.getKey(), List.of()));
                }
            }
            if (!missing.isEmpty() && groups(missing, failed).isEmpty()) {
                failed.clear();
                patience.pause(missing);
            }
        }
        return parts;
    }

    private Map<Candidate, List<Integer>> groups(List<Integer> partitions, Set<Candidate> failed) {
        Map<Candidate, List<Integer>> groups =
                new TreeMap<>(Comparator.comparing((Candidate candidate) -> candidate.node.toString())
                        .thenComparing(Candidate::standby));
        for (int partition : partitions) {
            candidates(partition).stream()
                    .filter(candidate -> !failed.contains(candidate))
                    .findFirst()
                    .ifPresent(candidate -> groups.computeIfAbsent(candidate, key -> new ArrayList<>())
                            .add(partition));
        }
        return groups;
    }

    /** Null if the node did not answer, or has not got what it was asked for. */
    private static @Nullable HttpResponse<InputStream> answered(CompletableFuture<HttpResponse<InputStream>> asked)
            throws InterruptedException, IOException {
        try {
            HttpResponse<InputStream> response = asked.get();
            if (!isAway(response)) {
                return response;
            }
            response.body().close();
            return null;
        } catch (ExecutionException e) {
            return null;
        }
    }

    /** Whether a node has not got what it was asked for, or stops. */
    static boolean isAway(HttpResponse<?> response) {
        return response.headers().firstValue(PartitionScope.AWAY).isPresent() || isStopping(response);
    }

    private static boolean isStopping(HttpResponse<?> response) {
        return response.statusCode() == 503
                && response.headers().firstValue("connection").equals(Optional.of("close"));
    }

    public static void send(Context ctx, HttpResponse<InputStream> response) throws IOException {
        ctx.status(response.statusCode());
        response.headers().firstValue("content-type").ifPresent(ctx::contentType);
        PASSED_BACK.forEach(name -> response.headers().firstValue(name).ifPresent(value -> ctx.header(name, value)));
        try (InputStream body = response.body()) {
            body.transferTo(ctx.outputStream());
        } catch (IOException e) {
            Download.breakOff(ctx, e);
        }
    }

    /** Waits between rounds of asking, for some time in all. */
    private static final class Patience {
        private final long until;

        Patience(Context ctx, Views views) {
            boolean waits = !PartitionScope.of(ctx, views).least().offsets().isEmpty();
            Duration wait = waits ? AtLeast.wait(ctx.queryParam(AtLeast.WAIT)) : Duration.ZERO;
            until = System.nanoTime() + Collections.max(List.of(wait, PATIENCE)).toNanos();
        }

        void pause(List<Integer> partitions) throws InterruptedException {
            if (System.nanoTime() > until) {
                throw ProblemException.unavailable(
                        "no node has the views of " + (partitions.size() == 1 ? "partition " : "partitions ")
                                + PartitionScope.text(partitions) + " now: they move; ask again",
                        RETRY_AFTER);
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
