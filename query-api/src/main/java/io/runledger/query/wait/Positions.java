package io.runledger.query.wait;

import io.runledger.http.ProblemException;
import io.runledger.query.read.AtLeast;
import io.runledger.schemas.log.Position;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One position in each of some partitions, written with commas between, such as {@code 3:1207,8:12}.
 *
 * @param offsets by partition
 */
public record Positions(SortedMap<Integer, Long> offsets) {
    public static final Positions NONE = new Positions(new TreeMap<>());

    public Positions {
        offsets = Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
    }

    /**
     * Reads what a client names. Of several in one partition the last one counts, so that receipts may simply be joined.
     *
     * @throws ProblemException 400 if it is not made of positions of this ledger
     */
    public static Positions parse(String text, int partitions) {
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        for (String each : text.split(",", -1)) {
            Position position = Position.parse(each.strip())
                    .filter(p -> p.partition() < partitions)
                    .orElseThrow(() -> ProblemException.malformed(AtLeast.PARAMETER + " and " + AtLeast.HEADER
                            + " take positions of this ledger, such as 3:1207, with commas between several; its partitions"
                            + " are 0 to " + (partitions - 1)));
            offsets.merge(position.partition(), position.offset(), Math::max);
        }
        return new Positions(offsets);
    }

    /** Those of some partitions. */
    public Positions in(Collection<Integer> partitions) {
        SortedMap<Integer, Long> some = new TreeMap<>(offsets);
        some.keySet().retainAll(partitions);
        return new Positions(some);
    }

    /** What two answers were read at, together: of a partition that both read, what the earlier of them had. */
    public Positions and(Positions other) {
        SortedMap<Integer, Long> both = new TreeMap<>(offsets);
        other.offsets.forEach((partition, offset) -> both.merge(partition, offset, Math::min));
        return new Positions(both);
    }

    @Override
    public String toString() {
        return offsets.entrySet().stream()
                .map(each -> new Position(each.getKey(), each.getValue()).toString())
                .collect(Collectors.joining(","));
    }
}
