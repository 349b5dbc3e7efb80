package io.runledger.streams.views.model;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.UnreadableRecordException;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Place;
import io.runledger.streams.views.store.Range;
import io.runledger.streams.views.store.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.rocksdb.ReadOptions;

/** A partition's outbox as of a snapshot: what {@code Mender} has to do. Usable while that is open. */
public record OutboxReader(int partition, Database database, ReadOptions options, RecordReader records) {
    /**
     * A key whose last word has to be appended again.
     *
     * @param cause the offset of the record that asked for it last
     */
    public record Mending(RecordKey key, long cause) {}

    /** Something in the outbox that cannot be done, whatever is tried. */
    public record Odd(byte[] row, String why) {}

    /** Keys whose last word has to be appended again; rows that name no key go to {@code odd}. */
    public List<Mending> mendings(int limit, Consumer<Odd> odd) {
        List<Mending> mendings = new ArrayList<>();
        try (Rows rows = database.iterator(Family.OUTBOX, options)) {
            for (rows.seek(Outbox.MENDINGS);
                    mendings.size() < limit && Range.within(rows, Outbox.MENDINGS);
                    rows.next()) {
                byte[] row = rows.key();
                byte[] cause = rows.value();
                RecordKey.parse(Arrays.copyOfRange(row, 1, row.length))
                        .ifPresentOrElse(
                                key -> mendings.add(
                                        new Mending(key, cause.length == 0 ? -1 : KeyReader.number(cause, 0))),
                                () -> odd.accept(new Odd(row, "the key is not kind/run_id/id")));
            }
        }
        return mendings;
    }

    /** Rejected records that have to be published. */
    public List<Outbox.Rejected> publishings(int limit) {
        List<Outbox.Rejected> rejected = new ArrayList<>();
        try (Rows rows = database.iterator(Family.OUTBOX, options)) {
            for (rows.seek(Outbox.publishings());
                    rejected.size() < limit && Range.within(rows, Outbox.publishings());
                    rows.next()) {
                rejected.add(Outbox.Rejected.of(rows.key(), rows.value()));
            }
        }
        return rejected;
    }

    /** What has to be moved home, by offset, from {@code from} on; what cannot be read goes to {@code odd}. */
    public List<MisroutedRecord> strays(long from, int limit, Consumer<Odd> odd) {
        List<MisroutedRecord> strays = new ArrayList<>();
        try (Rows rows = database.iterator(Family.OUTBOX, options)) {
            for (rows.seek(Outbox.stray(from));
                    strays.size() < limit && Range.within(rows, Outbox.STRAYS);
                    rows.next()) {
                byte[] row = rows.key();
                Outbox.Rejected stray = Outbox.Rejected.of(row, rows.value());
                byte[] wire = stray.value();
                try {
                    strays.add(MisroutedRecord.of(
                            partition,
                            new Place(stray.offset(), stray.timestamp()),
                            records.read(wire == null ? new byte[0] : wire)));
                } catch (UnreadableRecordException e) {
                    odd.accept(new Odd(row, "the record cannot be read any more: it " + e.detail()));
                }
            }
        }
        return strays;
    }

    /** A stray; empty if it is no longer one. */
    public Optional<Outbox.Rejected> stray(long offset) {
        byte[] row = Outbox.stray(offset);
        byte[] stored = database.get(Family.OUTBOX, options, row);
        return stored == null
                ? Optional.empty()
                : Optional.of(Outbox.Rejected.of(row, stored)).filter(rejected -> rejected.value() != null);
    }

    /** What the mender has set aside, at most {@code limit}. */
    public List<SetAside> setAside(int limit) {
        List<SetAside> found = new ArrayList<>();
        try (Rows rows = database.iterator(Family.OUTBOX, options)) {
            for (rows.seek(Outbox.SET_ASIDE);
                    found.size() < limit && Range.within(rows, Outbox.SET_ASIDE);
                    rows.next()) {
                found.add(SetAside.of(rows.key(), rows.value()));
            }
        }
        return found;
    }
}
