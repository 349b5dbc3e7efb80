package io.runledger.query.export;

import io.runledger.streams.views.read.PartitionReader;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** The runs of all partitions in one order, some of each partition at a time. */
final class RunNames implements Iterator<String> {
    private static final int AT_ONCE = 500;

    private final PriorityQueue<OfPartition> partitions = new PriorityQueue<>(Comparator.comparing(OfPartition::first));

    RunNames(List<PartitionReader> readers) {
        readers.forEach(reader -> put(new OfPartition(reader, new ArrayDeque<>()), ""));
    }

    /** @param names those that were read, never empty in the queue */
    private record OfPartition(PartitionReader reader, Deque<String> names) {
        String first() {
            return names.getFirst();
        }
    }

    @Override
    public boolean hasNext() {
        return !partitions.isEmpty();
    }

    @Override
    public String next() {
        OfPartition partition = partitions.poll();
        if (partition == null) {
            throw new NoSuchElementException();
        }
        String name = partition.names.removeFirst();
        put(partition, name);
        return name;
    }

    private void put(OfPartition partition, String last) {
        if (partition.names.isEmpty()) {
            partition.names.addAll(partition.reader.directory().runNames(last, AT_ONCE));
        }
        if (!partition.names.isEmpty()) {
            partitions.add(partition);
        }
    }
}
