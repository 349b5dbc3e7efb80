package io.runledger.query;

import io.runledger.bundle.export.Selection;
import io.runledger.http.ProblemException;
import io.runledger.schemas.log.RunPartition;
import io.runledger.streams.views.PartitionReader;
import io.runledger.streams.views.Views;
import io.runledger.streams.views.ViewsClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** All partitions, each as it was at one position, for an answer of many reads. Close it soon, in the same thread. */
final class Snapshots implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final List<PartitionReader> readers = new ArrayList<>();

    Snapshots(Views views) {
        try {
            for (int partition = 0; partition < views.partitions(); partition++) {
                readers.add(views.read(partition));
            }
        } catch (ViewsClosedException e) {
            int missing = readers.size();
            close();
            throw ProblemException.unavailable(
                    "the views of partition " + missing + " are not ready: they are being made from the log, or move",
                    SOON);
        }
    }

    List<PartitionReader> all() {
        return readers;
    }

    /** The partition that a run lives in. */
    PartitionReader of(String run) {
        return readers.get(RunPartition.of(run, readers.size()));
    }

    /** The last offset of each partition that is asked for a selection: of a run's own, or of all; -1 before the first. */
    SortedMap<Integer, Long> positions(Selection selection) {
        SortedMap<Integer, Long> positions = new TreeMap<>();
        for (int partition = 0; partition < readers.size(); partition++) {
            if (selection.runId().isEmpty() || of(selection.runId().get()) == readers.get(partition)) {
                positions.put(partition, readers.get(partition).applied());
            }
        }
        return positions;
    }

    /** The names of all runs, in order of their characters, which are ASCII. */
    Iterator<String> runs() {
        return new RunNames(readers);
    }

    @Override
    public void close() {
        readers.forEach(PartitionReader::close);
    }
}
