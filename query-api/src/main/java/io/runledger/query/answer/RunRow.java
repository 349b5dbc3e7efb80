package io.runledger.query.answer;

import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.RunStart;
import java.util.Optional;
import java.util.stream.Stream;

/** A run in the list of runs. */
public record RunRow(RunStart start, RunLife life) {
    private static final int LEAST_WEIGHT = 256;

    /** About how many bytes of memory it takes: what its life is read from may be large. */
    public long weight() {
        return LEAST_WEIGHT
                + Stream.of(life.newest().started(), life.newest().finished())
                        .flatMap(Optional::stream)
                        .mapToLong(StoredRecord::weight)
                        .sum();
    }
}
