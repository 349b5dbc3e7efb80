package io.runledger.query.read;

import io.javalin.http.Context;
import io.runledger.schemas.log.RunPartition;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.ViewsClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The partitions as one request reads them: each from one snapshot, with what it was read at told in the answer's headers. An
 * answer that would miss a partition is an error. For one request, whose thread it stays in.
 */
final class PartitionReads {
    private final Context ctx;
    private final Views views;
    private final PartitionScope scope;
    private final ReadAt at;

    PartitionReads(Context ctx, Views views) {
        this.ctx = ctx;
        this.views = views;
        this.scope = PartitionScope.of(ctx, views);
        this.at = new ReadAt(ctx, views);
    }

    boolean isPart() {
        return scope.isPart();
    }

    /** Those that the request is about. */
    List<Integer> all() {
        return scope.partitions();
    }

    /** Reads a run's partition, in one piece. */
    <T> T of(String run, Function<PartitionReader, T> read) {
        return in(RunPartition.of(run, views.partitions()), read);
    }

    /** Reads each partition, in one piece each. */
    <T> List<T> everywhere(Function<PartitionReader, List<T>> read) {
        List<T> all = new ArrayList<>();
        for (int partition : scope.partitions()) {
            all.addAll(in(partition, read));
        }
        return all;
    }

    /** Reads one partition, in one piece. */
    <T> T in(int partition, Function<PartitionReader, T> read) {
        return here(partition, () -> {
            try (PartitionReader reader = scope.read(partition)) {
                at.read(partition, reader.tally().offset());
                return read.apply(reader);
            }
        });
    }

    /** Opens a partition for reading bit by bit. The reader is for the caller to close, in the same thread. */
    PartitionReader open(int partition) {
        PartitionReader reader = here(partition, () -> scope.read(partition));
        at.read(partition, reader.tally().offset());
        return reader;
    }

    /** Says what is answered where the partition is not here, or went while it was read. */
    <T> T here(int partition, Supplier<T> read) {
        try {
            return read.get();
        } catch (ViewsClosedException e) {
            throw PartitionScope.away(ctx, partition);
        }
    }
}
