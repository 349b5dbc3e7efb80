package io.runledger.streams.views.state;

import io.runledger.streams.views.model.Counts;
import io.runledger.streams.views.model.Outbox;
import io.runledger.streams.views.model.RejectReason;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Range;
import io.runledger.streams.views.store.Rows;
import io.runledger.streams.views.store.ViewsClosedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.apache.commons.codec.digest.Blake3;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/**
 * The whole state of a partition at one offset, while writes continue. Logical content only: files do not matter.
 * {@link Family} says which families are part of it. Close it in the thread that asked for it.
 */
public final class StateSnapshot implements AutoCloseable {
    private static final int DIGEST_BYTES = 32;
    private static final long READ_AHEAD_BYTES = 1 << 20;
    private static final int ROWS_BETWEEN_LOOKS = 1 << 12;

    /** Marks each part of the digested bytes, so that different contents never give the same bytes. */
    private static final byte FAMILY = 'f';

    private static final byte ROW = 'r';

    private final Database database;
    private final BooleanSupplier closing;
    private final Runnable release;
    private final Snapshot snapshot;
    private final ReadOptions options;
    private final long offset;

    /** @param closing whether the store wants to close, so that a long reading breaks off */
    public StateSnapshot(Database database, BooleanSupplier closing, Runnable release) {
        this.database = database;
        this.closing = closing;
        this.release = release;
        this.snapshot = database.rocks().getSnapshot();
        this.options =
                new ReadOptions().setSnapshot(snapshot).setFillCache(false).setReadaheadSize(READ_AHEAD_BYTES);
        try {
            byte[] tally = database.get(Family.DEFAULT, options, Tally.KEY);
            this.offset = tally == null ? Tally.NONE.offset() : Tally.of(tally).offset();
        } catch (ViewsClosedException e) {
            releaseSnapshot();
            throw e;
        }
    }

    /** The last offset that is applied in it, -1 before the first. */
    public long offset() {
        return offset;
    }

    /** The first rejected record that is still to be published. */
    public OptionalLong firstPublishing() {
        try (Rows rows = database.iterator(Family.OUTBOX, options)) {
            rows.seek(Outbox.publishings());
            return Range.within(rows, Outbox.publishings())
                    ? OptionalLong.of(KeyReader.number(rows.key(), Outbox.publishings().length))
                    : OptionalLong.empty();
        }
    }

    /** @throws ViewsClosedException if the store closes meanwhile, or the thread is interrupted */
    public StateDigest digest(int partition) {
        Blake3 digest = Blake3.initHash();
        digest.update(("runledger state " + Layout.VERSION).getBytes(StandardCharsets.UTF_8));
        long entries = 0;
        for (Family family : Family.state()) {
            add(digest, FAMILY, family.nameBytes());
            try (Rows rows = database.iterator(family, options)) {
                for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                    add(digest, ROW, rows.key());
                    add(digest, ROW, rows.value());
                    requireOpen(++entries);
                }
            }
        }
        return new StateDigest(partition, offset, HexFormat.of().formatHex(digest.doFinalize(DIGEST_BYTES)), entries);
    }

    private static void add(Blake3 digest, byte what, byte[] bytes) {
        digest.update(ByteBuffer.allocate(1 + Integer.BYTES)
                .put(what)
                .putInt(bytes.length)
                .array());
        digest.update(bytes);
    }

    /** The first entry in which this state of the views differs from what the log gives. */
    public Optional<StateDifference> firstDifference(StateSnapshot ofLog) {
        return Family.state().stream()
                .flatMap(family -> firstDifference(family, ofLog).stream())
                .findFirst();
    }

    private Optional<StateDifference> firstDifference(Family family, StateSnapshot ofLog) {
        try (Rows ours = database.iterator(family, options);
                Rows theirs = ofLog.database.iterator(family, ofLog.options)) {
            ours.seekToFirst();
            theirs.seekToFirst();
            for (long rows = 1; ours.isValid() || theirs.isValid(); rows++) {
                requireOpen(rows);
                int order = order(ours, theirs);
                if (order != 0) {
                    return Optional.of(
                            order < 0
                                    ? difference(family, ours.key(), StateDifference.Kind.SURPLUS)
                                    : difference(family, theirs.key(), StateDifference.Kind.MISSING));
                }
                if (!Arrays.equals(ours.value(), theirs.value())) {
                    return Optional.of(difference(family, ours.key(), StateDifference.Kind.CONTENT));
                }
                ours.next();
                theirs.next();
            }
            return Optional.empty();
        }
    }

    /** The records that this state has and another of the same position lacks. */
    public StateLoss lostIn(StateSnapshot other) {
        long records = 0;
        Optional<String> first = Optional.empty();
        try (Rows ours = database.iterator(Family.IDS, options);
                Rows theirs = other.database.iterator(Family.IDS, other.options)) {
            ours.seekToFirst();
            theirs.seekToFirst();
            for (long rows = 1; ours.isValid(); rows++) {
                requireOpen(rows);
                int order = order(ours, theirs);
                if (order < 0) {
                    records++;
                    first = first.or(() -> Optional.of(ReadableKey.of(Family.IDS, ours.key())));
                }
                if (order <= 0) {
                    ours.next();
                }
                if (order >= 0) {
                    theirs.next();
                }
            }
        }
        return new StateLoss(records, first, other.unreadable());
    }

    /** How many records were rejected because their schema is unknown. */
    public long unreadable() {
        return new Counts(database, options)
                .all(Family.REJECTS, Layout.rejectCounts())
                .getOrDefault(RejectReason.UNKNOWN_SCHEMA.word(), 0L);
    }

    private static int order(Rows ours, Rows theirs) {
        if (!ours.isValid() || !theirs.isValid()) {
            return ours.isValid() ? -1 : 1;
        }
        return Arrays.compareUnsigned(ours.key(), theirs.key());
    }

    private static StateDifference difference(Family family, byte[] key, StateDifference.Kind kind) {
        return new StateDifference(family.word(), ReadableKey.of(family, key), kind);
    }

    private void requireOpen(long rows) {
        if (rows % ROWS_BETWEEN_LOOKS == 0
                && (closing.getAsBoolean() || Thread.currentThread().isInterrupted())) {
            throw new ViewsClosedException();
        }
    }

    @Override
    public void close() {
        releaseSnapshot();
        release.run();
    }

    private void releaseSnapshot() {
        options.close();
        database.rocks().releaseSnapshot(snapshot);
        snapshot.close();
    }
}
