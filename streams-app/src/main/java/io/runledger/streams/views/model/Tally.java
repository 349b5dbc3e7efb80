package io.runledger.streams.views.model;

import io.runledger.streams.views.store.KeyBuilder;
import io.runledger.streams.views.store.KeyReader;
import java.nio.charset.StandardCharsets;

/**
 * What became of the offsets of a partition, up to and with {@code offset}: each is in exactly one count, so the counts
 * add up to {@code offset + 1}. An observation of the log as it was read, not part of the state: a replay after
 * compaction counts otherwise.
 *
 * @param offset the last offset that was looked at; -1 before the first
 * @param erased tombstones of erasures and of records that were moved home
 * @param compacted offsets that the broker no longer had
 */
public record Tally(long offset, long applied, long duplicates, long rejected, long erased, long compacted) {
    /** Its key in the views. */
    public static final byte[] KEY = "applied".getBytes(StandardCharsets.UTF_8);

    public static final Tally NONE = new Tally(-1, 0, 0, 0, 0, 0);

    /** The tally before the record at {@code next} is counted: offsets in between have no record any more. */
    public Tally upTo(long next) {
        return new Tally(next - 1, applied, duplicates, rejected, erased, compacted + (next - 1 - offset));
    }

    /** With one more record and its outcome. */
    public Tally and(ApplyOutcome outcome) {
        return switch (outcome) {
            case APPLIED -> new Tally(offset + 1, applied + 1, duplicates, rejected, erased, compacted);
            case DUPLICATE -> new Tally(offset + 1, applied, duplicates + 1, rejected, erased, compacted);
            case REJECTED -> new Tally(offset + 1, applied, duplicates, rejected + 1, erased, compacted);
            case ERASED -> new Tally(offset + 1, applied, duplicates, rejected, erased + 1, compacted);
            case SEEN -> this;
        };
    }

    /** Both together: the sum of what was counted up to each offset. */
    public Tally plus(Tally other) {
        return new Tally(
                offset + 1 + other.offset,
                applied + other.applied,
                duplicates + other.duplicates,
                rejected + other.rejected,
                erased + other.erased,
                compacted + other.compacted);
    }

    public byte[] bytes() {
        return new KeyBuilder()
                .put(offset)
                .put(applied)
                .put(duplicates)
                .put(rejected)
                .put(erased)
                .put(compacted)
                .bytes();
    }

    public static Tally of(byte[] bytes) {
        return new Tally(
                KeyReader.number(bytes, 0),
                KeyReader.number(bytes, 8),
                KeyReader.number(bytes, 16),
                KeyReader.number(bytes, 24),
                KeyReader.number(bytes, 32),
                KeyReader.number(bytes, 40));
    }
}
