package io.runledger.streams.views.read;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/**
 * One partition's views as they were when it was opened. It reads from a snapshot, so that an answer made of several
 * reads is consistent. For one thread; close it soon, in the same thread.
 */
public final class PartitionReader implements AutoCloseable {
    /** The weight of the records of one page that nothing continues; large records make it shorter. */
    private static final long MOST_WEIGHT = 1 << 20;

    /** How many rows are looked at for the runs that have a record. */
    private static final int MOST_OF_RUNS = 10_000;

    /** How many rows one call looks at, so that a rare filter blocks nobody. */
    private static final int MOST_LOOKED_AT = 1_000;

    private final int partition;
    private final Tally tally;
    private final Database database;
    private final RecordReader records;
    private final Runnable release;
    private final Snapshot snapshot;
    private final ReadOptions options;
    private final EntryReader entries;
    private final List<PostingsJoin> walks = new ArrayList<>(0);

    public PartitionReader(int partition, Tally tally, Database database, RecordReader records, Runnable release) {
        this.partition = partition;
        this.tally = tally;
        this.database = database;
        this.records = records;
        this.release = release;
        this.snapshot = database.rocks().getSnapshot();
        this.options = new ReadOptions().setSnapshot(snapshot);
        this.entries = new EntryReader(partition, database, options, records);
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

    public Optional<StoredRecord> record(RecordKey key) {
        byte[] sequence = database.get(Family.IDS, options, Layout.id(key));
        return sequence == null
                ? Optional.empty()
                : Optional.of(entries.stored(
                        entries.entry(Layout.record(key.kind(), key.runId(), KeyReader.number(sequence, 0)))));
    }

    /** The runs that have a record with this id, by name. */
    public List<String> runsWith(RecordKey.Kind kind, String id) {
        byte[] prefix = Layout.ids(kind, id).bytes();
        List<String> runs = new ArrayList<>();
        try (Rows rows = database.iterator(Family.IDS, options)) {
            for (rows.seek(prefix); Range.within(rows, prefix); rows.next()) {
                runs.add(KeyReader.text(rows.key(), prefix.length));
            }
        }
        return runs;
    }

    /** At most {@code limit} records, in the order asked for. */
    public List<StoredRecord> page(RecordQuery query, int limit) {
        return page(query, limit, Long.MAX_VALUE);
    }

    /** The first records in the order asked for, to be shown together: fewer where they are large, but at least one. */
    public List<StoredRecord> first(RecordQuery query, int limit) {
        return page(query, limit, MOST_WEIGHT);
    }

    private List<StoredRecord> page(RecordQuery query, int limit, long mostWeight) {
        List<StoredRecord> page = new ArrayList<>();
        long weight = 0;
        ScanPlan plan = ScanPlan.of(query);
        try (PostingsJoin walk = walk(plan)) {
            while (page.size() < limit && weight < mostWeight && walk.next()) {
                StoredRecord record = entries.stored(query, plan, walk);
                weight += record.weight();
                page.add(record);
            }
        }
        return page;
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
        ScanPlan plan = ScanPlan.of(query);
        PostingsJoin walk = walk(plan);
        walks.add(walk);
        boolean rest = true;
        for (int skipped = 0; skipped < skip && rest; skipped++) {
            rest = walk.next();
        }
        return rest ? new ListedRecords(partition, entries, query, plan, walk) : Collections.emptyIterator();
    }

    /**
     * The records after a sequence, in order of the log. The query's own {@code after} and order are ignored.
     *
     * @param mostBytes of the records as they are on the log; a record that exceeds it comes alone
     */
    public RecordsSince following(RecordQuery query, long afterSequence, int most, int mostBytes) {
        ScanPlan plan = ScanPlan.following(query, afterSequence);
        List<StoredRecord> found = new ArrayList<>();
        int bytes = 0;
        int looked = 0;
        long last = afterSequence;
        try (PostingsJoin walk = walk(plan)) {
            while (walk.next()) {
                if (looked == MOST_LOOKED_AT || found.size() >= most) {
                    return new RecordsSince(found, bytes, last, true);
                }
                ViewEntry entry = entries.entry(query, plan, walk);
                if (query.matches(entry)) {
                    if (bytes + entry.wire().length > mostBytes && !found.isEmpty()) {
                        return new RecordsSince(found, bytes, last, true);
                    }
                    bytes += entry.wire().length;
                    found.add(entries.stored(entry));
                }
                last = entry.place().sequence();
                looked++;
            }
        }
        return new RecordsSince(found, bytes, Math.max(last, tally.offset()), false);
    }

    /**
     * The sequence after which {@link #following} finds everything since the query's time: -1 where no index of time
     * helps.
     *
     * <p>The first record in order of time is not the first of the log if the broker's clock stepped back just then, so
     * the first few are searched for it. The query itself filters out what is older.
     */
    public long beforeSince(RecordQuery query) {
        if (query.run().isPresent() || query.since().isEmpty()) {
            return -1;
        }
        long first = tally.offset() + 1;
        int looked = 0;
        try (PostingsJoin walk = walk(ScanPlan.of(query.descending(false).after(Optional.empty())))) {
            while (looked < MOST_LOOKED_AT && walk.next()) {
                byte[] key = walk.key();
                first = Math.min(first, KeyReader.number(key, key.length - Long.BYTES));
                looked++;
            }
        }
        return first - 1;
    }

    PostingsJoin walk(ScanPlan plan) {
        return new PostingsJoin(plan, database, options);
    }

    /** What decisions have made of artifacts and tasks. */
    public States states() {
        return entries.states();
    }

    /** The runs that have one of the records asked for, by name. Looks at no more than a bounded number of records. */
    public Set<String> runsWith(RecordQuery query) {
        Set<String> runs = new TreeSet<>();
        int looked = 0;
        try (PostingsJoin walk = walk(ScanPlan.of(query.run(Optional.empty())))) {
            while (looked++ < MOST_OF_RUNS && walk.next()) {
                runs.add(KeyReader.text(walk.value(), 0));
            }
        }
        return runs;
    }

    /** Whether a record was erased for good. */
    public boolean isErased(RecordKey key) {
        return database.get(Family.ERASED, options, key.bytes()) != null;
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
        return new RunDirectory(this, partition, database, options);
    }

    /** How a run and its tasks went by their producers' clocks. */
    public RunTimes times(String run) {
        return new RunTimes(this, run, database, options);
    }

    /** How many events it took in over time. */
    public Rates rates() {
        return new Rates(this);
    }

    /** What was rejected in it. */
    public RejectReader rejects() {
        return new RejectReader(this, partition, database, options);
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
        walks.forEach(PostingsJoin::close);
        options.close();
        database.rocks().releaseSnapshot(snapshot);
        snapshot.close();
        release.run();
    }
}
