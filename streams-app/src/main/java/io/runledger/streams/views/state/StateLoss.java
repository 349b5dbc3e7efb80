package io.runledger.streams.views.state;

import java.util.Optional;

/**
 * What the state that serves would lose by a replay of a partition.
 *
 * @param records that are served and would not be
 * @param first one of them, for people to read
 * @param unreadable how many records of the log the replay rejected because nothing knows their schema
 */
public record StateLoss(long records, Optional<String> first, long unreadable) {
    public boolean isNone() {
        return records == 0;
    }

    /** In a sentence about a partition. */
    public String of(int partition) {
        return "the replay would lose " + records + " records of partition " + partition
                + " that are served now, first "
                + first.orElse("one that is gone meanwhile")
                + (unreadable == 0
                        ? "; GET /rejects says why their like are rejected"
                        : "; " + unreadable + " records of its log name schemas that neither the schemas' topic nor the"
                                + " registry has: restore them from a backup")
                + ". The views that serve were kept, and replaying again is safe";
    }
}
