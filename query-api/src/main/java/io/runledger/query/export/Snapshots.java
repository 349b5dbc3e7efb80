package io.runledger.query.export;

import io.javalin.http.Context;
import io.runledger.bundle.export.Selection;
import io.runledger.query.read.PartitionScope;
import io.runledger.schemas.log.RunPartition;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.ViewsClosedException;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Partitions, each as it was at one position, for an answer of many reads. Close it soon, in the same thread. */
final class Snapshots implements AutoCloseable {
    private final int partitions;
    private final SortedMap<Integer, PartitionReader> readers = new TreeMap<>();

    Snapshots(Context ctx, Views views) {
        partitions = views.partitions();
        PartitionScope scope = PartitionScope.of(ctx, views);
        for (int partition : scope.partitions()) {
            try {
                readers.put(partition, scope.read(partition));
            } catch (ViewsClosedException e) {
                close();
                throw PartitionScope.away(ctx, partition);
            }
        }
    }

    Collection<PartitionReader> all() {
        return readers.values();
    }

    /** The partition that a run lives in. */
    PartitionReader of(String run) {
        return Objects.requireNonNull(readers.get(RunPartition.of(run, partitions)), run);
    }

    /** The last offset of each partition that is asked for a selection: of a run's own, or of all; -1 before the first. */
    SortedMap<Integer, Long> positions(Selection selection) {
        SortedMap<Integer, Long> positions = new TreeMap<>();
        readers.forEach((partition, reader) -> {
            if (selection.runId().isEmpty() || of(selection.runId().get()) == reader) {
                positions.put(partition, reader.applied());
            }
        });
        return positions;
    }

    /** The names of all runs, in order of their characters, which are ASCII. */
    Iterator<String> runs() {
        return new RunNames(List.copyOf(readers.values()));
    }

    @Override
    public void close() {
        all().forEach(PartitionReader::close);
    }
}
