package io.runledger.streams.views;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.UnreadableRecordException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.rocksdb.ReadOptions;

/** A partition's outbox as it stands in a snapshot: what {@link Mender} has to do. Used while that is open. */
record OutboxReader(int partition, Database database, ReadOptions options, RecordReader records) {
    /** Keys whose last word has to be appended again. */
    List<RecordKey> mendings(int limit) {
        List<RecordKey> keys = new ArrayList<>();
        try (Rows rows = database.iterator(Family.OUTBOX, options)) {
            for (rows.seek(Outbox.MENDINGS); keys.size() < limit && Range.within(rows, Outbox.MENDINGS); rows.next()) {
                byte[] row = rows.key();
                keys.add(RecordKey.parse(Arrays.copyOfRange(row, 1, row.length)).orElseThrow());
            }
        }
        return keys;
    }

    /** Rejected records that have to be published. */
    List<Outbox.Rejected> publishings(int limit) {
        List<Outbox.Rejected> rejected = new ArrayList<>();
        try (Rows rows = database.iterator(Family.OUTBOX, options)) {
            for (rows.seek(Outbox.PUBLISHINGS);
                    rejected.size() < limit && Range.within(rows, Outbox.PUBLISHINGS);
                    rows.next()) {
                rejected.add(Outbox.Rejected.of(rows.key(), rows.value()));
            }
        }
        return rejected;
    }

    /** What has to be moved home, by offset, from {@code from} on. */
    List<Moving> strays(long from, int limit) {
        List<Moving> strays = new ArrayList<>();
        try (Rows rows = database.iterator(Family.OUTBOX, options)) {
            for (rows.seek(Outbox.stray(from));
                    strays.size() < limit && Range.within(rows, Outbox.STRAYS);
                    rows.next()) {
                Outbox.Rejected stray = Outbox.Rejected.of(rows.key(), rows.value());
                if (stray.value() != null) {
                    strays.add(Moving.of(partition, new Place(stray.offset(), stray.timestamp()), read(stray.value())));
                }
            }
        }
        return strays;
    }

    /** A stray; empty if it is no longer one. */
    Optional<Outbox.Rejected> stray(long offset) {
        byte[] row = Outbox.stray(offset);
        byte[] stored = database.get(Family.OUTBOX, options, row);
        return stored == null
                ? Optional.empty()
                : Optional.of(Outbox.Rejected.of(row, stored)).filter(rejected -> rejected.value() != null);
    }

    private SpecificRecord read(byte[] wire) {
        try {
            return records.read(wire);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("a stray that was read cannot be read again", e);
        }
    }
}
