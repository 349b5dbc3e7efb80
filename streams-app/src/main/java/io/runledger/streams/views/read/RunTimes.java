package io.runledger.streams.views.read;

import io.runledger.core.run.Attempt;
import io.runledger.core.run.Moment;
import io.runledger.schemas.contract.BuiltInPayload;
import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyBuilder;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Range;
import io.runledger.streams.views.store.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;

/**
 * A run by its producers' clocks: the attempts at it, and when it and its tasks were at work. Each look-up costs a few
 * seeks, however many events there are. Usable as long as its reader is open.
 */
public final class RunTimes {
    private static final byte[] OPEN = {};

    private final PartitionReader reader;
    private final String run;
    private final Database database;
    private final ReadOptions options;

    RunTimes(PartitionReader reader, String run, Database database, ReadOptions options) {
        this.reader = reader;
        this.run = run;
        this.database = database;
        this.options = options;
    }

    /**
     * From the earliest to the latest time that producers gave for their work.
     *
     * @param first may be the same as {@code last}
     */
    public record Span(Moment first, Moment last) {}

    /** The attempt that counts; {@link Attempt#none} if no event reports one. */
    public Attempt<StoredRecord> newest() {
        return Attempt.newest(
                        last(Layout.starts(run).bytes(), OPEN),
                        last(Layout.ends(run).bytes(), OPEN),
                        moment -> moment)
                .map(this::event);
    }

    /** All attempts, the newest first; no more than {@code most}. Each is read when it is asked for. */
    public List<Attempt<Moment>> attempts(int most) {
        byte[] starts = Layout.starts(run).bytes();
        byte[] ends = Layout.ends(run).bytes();
        List<Attempt<Moment>> attempts = new ArrayList<>();
        byte[] below = OPEN;
        try (Rows rows = database.iterator(Family.POSTINGS, options)) {
            for (boolean any = last(rows, starts, OPEN); any && attempts.size() < most; any = previous(rows, starts)) {
                Moment start = Layout.moment(rows.key(), starts.length);
                Optional<Moment> end =
                        last(ends, below).filter(moment -> !moment.at().isBefore(start.at()));
                attempts.add(new Attempt<>(Optional.of(start), end));
                below = new KeyBuilder().put(start.at()).bytes();
            }
        }
        if (attempts.size() < most && isEndedBeforeItsStart()) {
            attempts.add(new Attempt<>(Optional.empty(), last(ends, below)));
        }
        return attempts;
    }

    /** How many attempts there are. */
    public long attemptCount() {
        return reader.directory().eventsOfType(run, BuiltInPayload.RUN_STARTED) + (isEndedBeforeItsStart() ? 1 : 0);
    }

    /** Whether the first attempt has an end only. */
    private boolean isEndedBeforeItsStart() {
        Optional<Moment> end = first(Layout.ends(run).bytes());
        Optional<Moment> start = first(Layout.starts(run).bytes());
        return end.isPresent()
                && (start.isEmpty() || end.get().at().isBefore(start.get().at()));
    }

    /** When the run was at work; empty if no producer reported any. */
    public Optional<Span> ofRun() {
        return span(Layout.workOfRun(run).bytes());
    }

    /** When a task of the run was at work; empty if no producer reported any. */
    public Optional<Span> ofTask(String task) {
        return span(Layout.workOfTask(run, task).bytes());
    }

    private Optional<Span> span(byte[] list) {
        return first(list).flatMap(first -> last(list, OPEN).map(last -> new Span(first, last)));
    }

    /** The event that happened at a moment that was found here. */
    public StoredRecord event(Moment moment) {
        return reader.recordOfRun(new RecordKey(RecordKey.Kind.EVENT, run, moment.eventId()))
                .orElseThrow(() -> new IllegalStateException("an index of the views points to no record"));
    }

    private Optional<Moment> first(byte[] list) {
        try (Rows rows = database.iterator(Family.POSTINGS, options)) {
            rows.seek(list);
            return Optional.ofNullable(moment(rows, list));
        }
    }

    /** @param below a time that is later; the last of all where it is empty */
    private Optional<Moment> last(byte[] list, byte[] below) {
        try (Rows rows = database.iterator(Family.POSTINGS, options)) {
            return last(rows, list, below) ? Optional.ofNullable(moment(rows, list)) : Optional.empty();
        }
    }

    private static boolean last(Rows rows, byte[] list, byte[] below) {
        byte[] end = below.length == 0 ? Range.after(list) : joined(list, below);
        rows.seekForPrev(end);
        if (rows.isValid() && Arrays.equals(rows.key(), end)) {
            rows.prev();
        }
        return Range.within(rows, list);
    }

    private static boolean previous(Rows rows, byte[] list) {
        rows.prev();
        return Range.within(rows, list);
    }

    private static @Nullable Moment moment(Rows rows, byte[] list) {
        return Range.within(rows, list) ? Layout.moment(rows.key(), list.length) : null;
    }

    private static byte[] joined(byte[] list, byte[] time) {
        byte[] key = Arrays.copyOf(list, list.length + time.length);
        System.arraycopy(time, 0, key, list.length, time.length);
        return key;
    }
}
