package io.runledger.query.cluster;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import io.runledger.http.ProblemException;
import io.runledger.http.RequestIds;
import io.runledger.http.tls.TlsConfig;
import io.runledger.query.read.AtLeast;
import io.runledger.query.read.PartitionScope;
import io.runledger.query.read.ReadAt;
import io.runledger.schemas.log.RunPartition;
import io.runledger.streams.views.log.Node;
import io.runledger.streams.views.serve.Views;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;

/**
 * Takes a request to where its partitions are. What is about one run, or one partition, is answered by the node that owns
 * it; what is about all is asked of every node and put together. An answer that would miss a partition is an error. A node
 * that is alone answers everything itself.
 *
 * <p>A request is in one of these states, and only moves forward:
 *
 * <ol>
 *   <li><em>arrived</em>: its ids are checked. If a peer asks for certain partitions ({@link PartitionScope}), or the node is
 *       alone, it is answered here, after waiting for the positions it names.
 *   <li><em>waiting</em>: it names positions. {@link ClusterWait} has each owner wait for its own; no thread is held.
 *   <li><em>here</em>: this node owns all that is needed, and the handler answers. If a partition moved away meanwhile, the
 *       handler has only set the header {@link PartitionScope#AWAY}: it is removed, and the request is sent on.
 *   <li><em>sent on</em>: it holds its own thread and one of {@link Peers}' places, and {@link PeerForwarder} asks the owners,
 *       or their standbys, until all partitions have answered or its patience ends (503).
 * </ol>
 *
 * <p>The methods that make handlers are called while the server is configured; the handlers are run by the server's threads,
 * or by those that continue reads that waited. A failure leaves nothing but a place given back: no state outlives a request.
 */
public final class Routing {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final String RUN = "run_id";

    /** The partition of a request that names none: it is about all of them. */
    private static final int ALL = -1;

    private final Views views;
    private final Peers peers;
    private final PeerForwarder elsewhere;
    private final AtLeast atLeast;
    private final ClusterWait clusterWait;

    /**
     * @param answering where reads continue that have waited for the views
     * @param tls how nodes call each other
     */
    public Routing(Views views, Executor answering, TlsConfig tls) {
        this.views = views;
        this.peers = new Peers(new NodeSeal(views.seal(), views.self()), tls);
        this.atLeast = new AtLeast(views, answering);
        this.clusterWait = new ClusterWait(views, peers, atLeast);
        this.elsewhere = new PeerForwarder(views, peers);
    }

    public AtLeast atLeast() {
        return atLeast;
    }

    /** Lets a read of some runs continue when the views have what it names. */
    public void before(Context ctx, List<String> runs, Handler rest) throws Exception {
        if (views.self().isEmpty()) {
            atLeast.before(ctx, PartitionScope.of(ctx, views).partitions(), rest);
        } else {
            clusterWait.before(
                    ctx,
                    runs.stream()
                            .map(run -> RunPartition.of(run, views.partitions()))
                            .toList(),
                    rest);
        }
    }

    /** A list over all runs, by pages, or over the one that {@code run_id} names. */
    public Handler list(boolean descending, Handler here) {
        return route(this::run, here, (ctx, parts) -> ScatterGather.page(ctx, parts, descending));
    }

    /** A thing by its id, in any run or the one that is named. */
    public Handler one(Handler here) {
        return route(this::run, here, ScatterGather::onlyOne);
    }

    /** Counts over all partitions. */
    public Handler sum(Handler here) {
        return route(ctx -> ALL, here, ScatterGather::sum);
    }

    /** What is about the partition that the path names. */
    public Handler partition(Handler here) {
        return route(this::partition, here, ScatterGather::onlyOne);
    }

    /** What is made from snapshots of everything, or of one run: of all runs only where all partitions are, in some copy. */
    public Handler whole(Handler here) {
        Handler routed = route(this::run, here, ScatterGather::onlyOne);
        return ctx -> {
            if (views.self().isEmpty()
                    || run(ctx) != ALL
                    || PartitionScope.of(ctx, views).isPart()) {
                routed.handle(ctx);
            } else {
                List<Integer> all = PartitionScope.of(ctx, views).partitions();
                hereInAnyCopy(ctx, all);
                atLeast.before(ctx, all, here);
            }
        };
    }

    private void hereInAnyCopy(Context ctx, List<Integer> partitions) {
        if (!partitions.stream().allMatch(views.local()::has)) {
            throw ProblemException.unavailable(
                    "this node has the views of some partitions only; ask for one run with run_id, or let every node keep"
                            + " all (RUNLEDGER_STANDBYS = number of nodes - 1)",
                    RETRY_AFTER);
        }
        PartitionScope.standBy(ctx, views);
    }

    /**
     * Following: any copy will do, for it is followed by sequence. A run that is not here at all is followed where it is
     * (307); nobody follows all runs at a node that lacks some.
     */
    public Handler tail(Handler here) {
        return ctx -> {
            RequestIds.check(ctx);
            int of = run(ctx);
            List<Integer> needed = of == ALL || views.self().isEmpty()
                    ? PartitionScope.of(ctx, views).partitions()
                    : List.of(of);
            if (views.self().isEmpty()) {
                atLeast.before(ctx, needed, here);
            } else if (of == ALL || views.local().has(of)) {
                hereInAnyCopy(ctx, needed);
                atLeast.before(ctx, needed, here);
            } else {
                Node owner = views.local().placement(of).owner().orElseThrow(() -> PartitionScope.away(ctx, of));
                String query = ctx.queryString();
                ctx.redirect(
                        peers.uri(owner, ctx.req().getRequestURI() + (query == null ? "" : "?" + query))
                                .toString(),
                        HttpStatus.TEMPORARY_REDIRECT);
            }
        };
    }

    /** Puts the answers of several nodes together, and sends what comes out. */
    private interface Together {
        void send(Context ctx, List<PeerAnswer> parts) throws IOException;
    }

    private Handler route(ToIntFunction<Context> partition, Handler here, Together together) {
        return ctx -> {
            RequestIds.check(ctx);
            if (views.self().isEmpty() || PartitionScope.of(ctx, views).isPart()) {
                atLeast.before(ctx, PartitionScope.of(ctx, views).partitions(), here);
                return;
            }
            int of = partition.applyAsInt(ctx);
            List<Integer> needed = of == ALL ? PartitionScope.of(ctx, views).partitions() : List.of(of);
            clusterWait.before(ctx, needed, routed(of, needed, here, together));
        };
    }

    private Handler routed(int of, List<Integer> needed, Handler here, Together together) {
        return ctx -> {
            if (needed.stream().allMatch(views.local()::owns) && answered(ctx, here)) {
                return;
            }
            Peers.Place place = peers.enter(ctx);
            try {
                if (of == ALL) {
                    together.send(ctx, elsewhere.scatter(ctx, needed));
                } else {
                    elsewhere.relay(ctx, of, () -> answered(ctx, here));
                }
            } finally {
                place.leave();
            }
        };
    }

    /**
     * Has something about a run taken from where its views are: by {@code here}, or from the answer of the node that has
     * them to another path and query than the client's. After {@link #before}, for it does not wait.
     */
    public void take(Context ctx, String run, String target, Handler here, PeerForwarder.Taking taking)
            throws Exception {
        int of = RunPartition.of(run, views.partitions());
        PartitionScope.narrow(ctx, views, of);
        if (views.self().isEmpty()) {
            here.handle(ctx);
        } else if (!views.local().owns(of) || !answered(ctx, here)) {
            Peers.Place place = peers.enter(ctx);
            try {
                elsewhere.take(ctx, target, of, () -> answered(ctx, here), taking);
            } finally {
                place.leave();
            }
        }
    }

    /** Whether this node had the answer; not if a partition moved away meanwhile. */
    private boolean answered(Context ctx, Handler here) throws Exception {
        try {
            here.handle(ctx);
            return true;
        } catch (ProblemException e) {
            if (ctx.res().getHeader(PartitionScope.AWAY) == null) {
                throw e;
            }
            List.of(PartitionScope.AWAY, AtLeast.HEADER, ReadAt.LAG)
                    .forEach(header -> ctx.res().setHeader(header, null));
            return false;
        }
    }

    private int run(Context ctx) {
        String run = ctx.pathParamMap().getOrDefault(RUN, ctx.queryParam(RUN));
        return run == null || run.isEmpty() ? ALL : RunPartition.of(run, views.partitions());
    }

    /** One that cannot be is looked for here, and not found. */
    private int partition(Context ctx) {
        try {
            int partition = Integer.parseInt(ctx.pathParam("partition"));
            return partition >= 0 && partition < views.partitions() ? partition : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
