package io.runledger.query.read;

import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.model.SetAside;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.read.PartitionReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What there is in all partitions together, or in each of them. For one request. */
public final class Sums {
    private final PartitionReads partitions;

    Sums(PartitionReads partitions) {
        this.partitions = partitions;
    }

    /** How many records were rejected for each reason. */
    public Map<String, Long> rejectsByReason() {
        return summed(reader -> reader.rejects().byReason());
    }

    /** What each partition's views have made of its log, by partition. */
    public SortedMap<Integer, Tally> tallies() {
        SortedMap<Integer, Tally> tallies = new TreeMap<>();
        partitions.all().forEach(partition -> tallies.put(partition, partitions.in(partition, PartitionReader::tally)));
        return tallies;
    }

    /** What the mender has set aside, of those partitions where it has. */
    public SortedMap<Integer, List<SetAside>> setAside() {
        SortedMap<Integer, List<SetAside>> found = new TreeMap<>();
        for (int partition : partitions.all()) {
            List<SetAside> each = partitions.in(partition, reader -> reader.setAside(SetAside.MOST));
            if (!each.isEmpty()) {
                found.put(partition, each);
            }
        }
        return found;
    }

    /** How many events all partitions took in each of as many times of a length, one after the other. */
    public List<Long> events(Instant from, Duration length, int times) {
        List<List<Long>> counted =
                partitions.everywhere(reader -> List.of(reader.rates().events(from, length, times)));
        return IntStream.range(0, times)
                .mapToObj(
                        i -> counted.stream().mapToLong(counts -> counts.get(i)).sum())
                .toList();
    }

    /** How many records there are of each type in the whole ledger. */
    public Map<String, Long> types(RecordKey.Kind kind) {
        return summed(reader -> reader.directory().types(kind));
    }

    private Map<String, Long> summed(Function<PartitionReader, Map<String, Long>> read) {
        Map<String, Long> sums = new TreeMap<>();
        partitions
                .everywhere(reader -> List.copyOf(read.apply(reader).entrySet()))
                .forEach(count -> sums.merge(count.getKey(), count.getValue(), Long::sum));
        return sums;
    }
}
