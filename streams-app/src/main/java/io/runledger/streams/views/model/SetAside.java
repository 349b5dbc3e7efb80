package io.runledger.streams.views.model;

import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Range;
import io.runledger.streams.views.store.Rows;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.rocksdb.ReadOptions;

/**
 * What {@code Mender} cannot do, and does not try any more: a record that it cannot handle must not hold up the others.
 *
 * @param task what was to be done: {@code heal} a key, {@code publish} a rejected record, or {@code move} a stray home
 * @param subject the key, or the offset of the record
 * @param why as the end of a sentence or a sentence
 */
public record SetAside(String task, String subject, String why) {
    /** No more than this are kept of a partition. */
    public static final int MOST = 1_000;

    /** @param row of the outbox, of what was set aside */
    static SetAside of(byte[] row, byte[] value) {
        String why = new String(value, StandardCharsets.UTF_8);
        return row[1] == Outbox.MENDINGS[0]
                ? new SetAside("heal", new String(Arrays.copyOfRange(row, 2, row.length), StandardCharsets.UTF_8), why)
                : new SetAside(
                        row[1] == Outbox.STRAYS[0] ? "move" : "publish", String.valueOf(KeyReader.number(row, 2)), why);
    }

    /** How many there are, counted up to {@link #MOST}. */
    public static int count(Database database) {
        int count = 0;
        try (ReadOptions options = new ReadOptions();
                Rows rows = database.iterator(Family.OUTBOX, options)) {
            for (rows.seek(Outbox.SET_ASIDE); count < MOST && Range.within(rows, Outbox.SET_ASIDE); rows.next()) {
                count++;
            }
        }
        return count;
    }
}
