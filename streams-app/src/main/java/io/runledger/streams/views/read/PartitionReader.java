package io.runledger.streams.views.read;

import io.runledger.core.access.Visibility;
import io.runledger.core.review.RequestType;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.streams.views.model.Counts;
import io.runledger.streams.views.model.GivenState;
import io.runledger.streams.views.model.OutboxReader;
import io.runledger.streams.views.model.SetAside;
import io.runledger.streams.views.model.States;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.model.ViewEntry;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Place;
import io.runledger.streams.views.store.Range;
import io.runledger.streams.views.store.Rows;
import io.runledger.streams.views.store.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/**
 * One partition's views as they were when it was opened. It reads from a snapshot, so that an answer made of several
 * reads is consistent. For one thread; close it soon, in the same thread.
 */
public final class PartitionReader implements AutoCloseable {
    /** The weight of the records of one page that nothing continues; large records make it shorter. */
    private static final long MOST_WEIGHT = 1 << 20;

    private final int partition;
    private final Tally tally;
    private final Database database;
    private final RecordReader records;
    private final Runnable release;
    private final Snapshot snapshot;
    private final ReadOptions options;
    private final EntryReader entries;
    private final List<VisibleRows> walks = new ArrayList<>(0);
    private final Visible everything;
    private final Map<Optional<String>, Counts> told = new HashMap<>(0);
    private Visible visible;

    public PartitionReader(int partition, Tally tally, Database database, RecordReader records, Runnable release) {
        this.partition = partition;
        this.tally = tally;
        this.database = database;
        this.records = records;
        this.release = release;
        this.snapshot = database.rocks().getSnapshot();
        this.options = new ReadOptions().setSnapshot(snapshot);
        this.entries = new EntryReader(partition, database, options, records);
        this.everything = new Visible(Visibility.EVERYTHING, database, options);
        this.visible = everything;
    }

    /** What had been applied when this was opened; what is read may be newer by a record, never older. */
    public Tally tally() {
        return tally;
    }

    /** The last offset whose record is in the snapshot: exact, because it is read from the snapshot itself. */
    public long applied() {
        byte[] stored = database.get(Family.DEFAULT, options, Tally.KEY);
        return stored == null ? Tally.NONE.offset() : Tally.of(stored).offset();
    }

    /**
     * Has it show no more than a principal may see: what is hidden is not found, not listed and not counted. Until then it
     * shows everything.
     */
    public PartitionReader limitedTo(Visibility visibility) {
        visible = visibility.isEverything() ? everything : new Visible(visibility, database, options);
        told.clear();
        return this;
    }

    public Optional<StoredRecord> record(RecordKey key) {
        return found(key, visible);
    }

    /** Whether or not it may be shown: for what is told of a run as a whole, such as when it was at work. */
    Optional<StoredRecord> recordOfRun(RecordKey key) {
        return found(key, everything);
    }

    private Optional<StoredRecord> found(RecordKey key, Visible shown) {
        byte[] stored = shown.hasRun(key.runId()) ? database.get(Family.IDS, options, Layout.id(key)) : null;
        if (stored == null) {
            return Optional.empty();
        }
        long sequence = KeyReader.number(stored, 0);
        ViewEntry entry = entries.entry(Layout.record(key.kind(), key.runId(), sequence));
        return shown.has(key.kind(), key.runId(), sequence, () -> entry)
                ? Optional.of(entries.stored(entry))
                : Optional.empty();
    }

    /** The runs that have a record with this id, by name. */
    public List<String> runsWith(RecordKey.Kind kind, String id) {
        byte[] prefix = Layout.ids(kind, id).bytes();
        List<String> runs = new ArrayList<>();
        try (Rows rows = database.iterator(Family.IDS, options)) {
            for (rows.seek(prefix); Range.within(rows, prefix); rows.next()) {
                String run = KeyReader.text(rows.key(), prefix.length);
                if (visible.isEverything()
                        || record(new RecordKey(kind, run, id)).isPresent()) {
                    runs.add(run);
                }
            }
        }
        return runs;
    }

    /** At most {@code limit} records, in the order asked for. */
    public List<StoredRecord> page(RecordQuery query, int limit) {
        return search().page(query, limit, Long.MAX_VALUE);
    }

    /** The first records in the order asked for, to be shown together: fewer where they are large, but at least one. */
    public List<StoredRecord> first(RecordQuery query, int limit) {
        return search().page(query, limit, MOST_WEIGHT);
    }

    /** A record of a list, read only when it is asked for. Usable until the next one is taken from the list. */
    public interface Listed {
        int partition();

        Place place();

        StoredRecord read();
    }

    /** All records, in the order asked for; usable as long as this is open. */
    public Iterator<Listed> records(RecordQuery query) {
        return records(query, 0);
    }

    /** The same without the first {@code skip} records, whose keys are walked over one by one. */
    public Iterator<Listed> records(RecordQuery query, int skip) {
        VisibleRows rows = search().rows(query);
        walks.add(rows);
        boolean rest = true;
        for (int skipped = 0; skipped < skip && rest; skipped++) {
            rest = rows.next();
        }
        return rest
                ? new ListedRecords(partition, query.isTimed(), rows, entries::stored)
                : Collections.emptyIterator();
    }

    /**
     * The records after a sequence, in order of the log. The query's own {@code after} and order are ignored.
     *
     * @param mostBytes of the records as they are on the log; a record that exceeds it comes alone
     */
    public RecordsSince following(RecordQuery query, long afterSequence, int most, int mostBytes) {
        return search().following(query, afterSequence, most, mostBytes, tally.offset());
    }

    /**
     * The sequence after which {@link #following} finds everything since the query's time: -1 where no index of time
     * helps.
     *
     * <p>The first record in order of time is not the first of the log if the broker's clock stepped back just then, so
     * the first few are searched for it. The query itself filters out what is older.
     */
    public long beforeSince(RecordQuery query) {
        return query.run().isPresent() || query.since().isEmpty()
                ? -1
                : search().firstSequence(query, tally.offset() + 1) - 1;
    }

    /** The runs that have one of the records asked for, by name. Looks at no more than a bounded number of records. */
    public Set<String> runsWith(RecordQuery query) {
        return search().runs(query.run(Optional.empty()));
    }

    RecordSearch search() {
        return new RecordSearch(entries, visible, directory());
    }

    PostingsJoin walk(ScanPlan plan) {
        return entries.walk(plan);
    }

    States states() {
        return entries.states();
    }

    /**
     * Costs a read of all that is hidden, once.
     *
     * @param run empty for all runs
     */
    Counts countsWithoutHidden(Optional<String> run) {
        return told.computeIfAbsent(run, of -> new Counts(database, options, HiddenCounts.of(of, entries, visible)));
    }

    /** The current state that decisions gave an artifact or a task; empty if none did. */
    public Optional<GivenState> state(Subject subject) {
        return shows(subject) ? entries.states().current(subject) : Optional.empty();
    }

    /** All states that decisions gave, by revision, of those above {@code after}. */
    public List<GivenState> history(Subject subject, long after, int limit) {
        return shows(subject) ? entries.states().history(subject, after, limit) : List.of();
    }

    private boolean shows(Subject subject) {
        return subject.kind() == RequestType.Subject.ARTIFACT
                ? visible.hasArtifact(subject.runId(), subject.id())
                : visible.hasRun(subject.runId());
    }

    /** Whether a record was erased for good. */
    public boolean isErased(RecordKey key) {
        boolean shown = key.kind() == RecordKey.Kind.ARTIFACT
                ? visible.hasArtifact(key.runId(), key.id())
                : visible.hasRun(key.runId());
        return shown && database.get(Family.ERASED, options, key.bytes()) != null;
    }

    /** What the log must end with under a key, as mending needs it. */
    public LastWord lastWord(RecordKey key) {
        return LastWord.of(key, database, options);
    }

    /** Bytes of the partition's views on disk, without what is still in memory. */
    public long bytesOnDisk() {
        return database.bytesOnDisk();
    }

    /** Its runs and tasks, and the counts of them. */
    public RunDirectory directory() {
        return new RunDirectory(this, partition, database, options, visible);
    }

    /** How a run and its tasks went by their producers' clocks. */
    public RunTimes times(String run) {
        return new RunTimes(this, run, database, options);
    }

    /** How many events it took in over time. */
    public Rates rates() {
        return new Rates(this, visible);
    }

    /** What was rejected in it. */
    public RejectReader rejects() {
        return new RejectReader(this, partition, database, options, visible);
    }

    /** What is still to be done. */
    public OutboxReader outbox() {
        return new OutboxReader(partition, database, options, records);
    }

    /** What the mender has set aside of this partition, at most {@code limit}. */
    public List<SetAside> setAside(int limit) {
        return outbox().setAside(limit);
    }

    @Override
    public void close() {
        walks.forEach(VisibleRows::close);
        options.close();
        database.rocks().releaseSnapshot(snapshot);
        snapshot.close();
        release.run();
    }
}
