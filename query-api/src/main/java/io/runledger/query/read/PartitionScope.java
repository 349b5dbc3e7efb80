package io.runledger.query.read;

import io.javalin.http.Context;
import io.runledger.core.access.Visibility;
import io.runledger.http.AccessSession;
import io.runledger.http.ProblemException;
import io.runledger.query.answer.RecordJson;
import io.runledger.query.wait.Positions;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.ViewsClosedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What part of the ledger a request is answered from here: all of it, unless a peer asks for certain partitions, by a header
 * that {@code NodeSeal} has checked before.
 *
 * <p>It is an attribute of the request, made when it is first asked for, and replaced at most twice: {@link #narrow} makes the
 * request one about a partition, and {@link #standBy} lets standbys' views answer. Neither is taken back. Each changes what the
 * reads see that are made after it, so it is called before a handler reads, by the thread that handles the request then.
 *
 * @param isPart whether it is a part that somebody puts together with others
 * @param standby whether the views of a standby may answer
 * @param least what the views must have to answer, as the read names it
 * @param visibility what the principal that asks may see
 */
public record PartitionScope(
        Views views,
        List<Integer> partitions,
        boolean isPart,
        boolean standby,
        Positions least,
        Visibility visibility) {

    /** There, with any value, if standbys may answer. */
    public static final String STANDBY = "Runledger-Standby";

    /** In an answer: the partitions it needs are not here, so that another node may be asked. */
    public static final String AWAY = "Runledger-Away";

    public static final String YES = "yes";

    private static final String ATTRIBUTE = "runledger.scope";
    private static final Duration SOON = Duration.ofSeconds(1);

    public static PartitionScope of(Context ctx, Views views) {
        PartitionScope set = ctx.attribute(ATTRIBUTE);
        if (set != null) {
            return set;
        }
        String asked = ctx.header(RecordJson.PARTITIONS);
        Positions least = AtLeast.asked(ctx, views).orElse(Positions.NONE);
        Visibility visibility = AccessSession.of(ctx).principal().visibility();
        PartitionScope scope = asked == null
                ? new PartitionScope(
                        views, IntStream.range(0, views.partitions()).boxed().toList(), false, false, least, visibility)
                : new PartitionScope(
                        views, parse(asked, views.partitions()), true, ctx.header(STANDBY) != null, least, visibility);
        ctx.attribute(ATTRIBUTE, scope);
        return scope;
    }

    /** Lets the views that stand by here answer the request. */
    public static void standBy(Context ctx, Views views) {
        PartitionScope scope = of(ctx, views);
        ctx.attribute(
                ATTRIBUTE,
                new PartitionScope(views, scope.partitions, scope.isPart, true, scope.least, scope.visibility));
    }

    /** Makes the request one about a partition, as if a peer had asked. */
    public static void narrow(Context ctx, Views views, int partition) {
        PartitionScope scope = of(ctx, views);
        ctx.attribute(
                ATTRIBUTE, new PartitionScope(views, List.of(partition), true, false, scope.least, scope.visibility));
    }

    private static List<Integer> parse(String text, int most) {
        try {
            List<Integer> partitions =
                    Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
            if (partitions.stream().allMatch(partition -> partition >= 0 && partition < most)
                    && partitions.stream().distinct().count() == partitions.size()) {
                return partitions;
            }
        } catch (NumberFormatException e) {
            throw malformed();
        }
        throw malformed();
    }

    private static ProblemException malformed() {
        return ProblemException.malformed(RecordJson.PARTITIONS
                + " takes partitions of this ledger, each once, such as 0,3,7; nodes ask each other by it");
    }

    public static String text(List<Integer> partitions) {
        return partitions.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /**
     * One partition's views, as far as the principal may see them. Those that lag behind what the read names do not answer it: views that moved here while it
     * waited for them elsewhere, or that stand by.
     *
     * @throws ViewsClosedException if they are not here, or not as far
     */
    public PartitionReader read(int partition) {
        PartitionReader reader =
                standby ? views.local().readAny(partition) : views.local().read(partition);
        if (reader.tally().offset() < least.offsets().getOrDefault(partition, Long.MIN_VALUE)) {
            reader.close();
            throw new ViewsClosedException();
        }
        return reader.limitedTo(visibility);
    }

    /** The answer if a partition is not here. */
    public static ProblemException away(Context ctx, int partition) {
        ctx.header(AWAY, String.valueOf(partition));
        return ProblemException.unavailable(
                "the views of partition " + partition + " are not ready: they are being rebuilt from the log, or move",
                SOON);
    }
}
