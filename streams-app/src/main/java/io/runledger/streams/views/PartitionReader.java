package io.runledger.streams.views;

import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.UnreadableRecordException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/**
 * One partition's views as they were when it was asked for: a snapshot, so that an answer made of several reads is of one
 * piece. For one thread; close it soon, in the same thread.
 */
public final class PartitionReader implements AutoCloseable {
    /** More tasks than this a run's summary does not list. */
    private static final int MOST_TASKS = 10_000;

    private final int partition;
    private final Tally tally;
    private final Database database;
    private final RecordReader records;
    private final Runnable release;
    private final Snapshot snapshot;
    private final ReadOptions options;

    PartitionReader(int partition, Tally tally, Database database, RecordReader records, Runnable release) {
        this.partition = partition;
        this.tally = tally;
        this.database = database;
        this.records = records;
        this.release = release;
        this.snapshot = database.rocks().getSnapshot();
        this.options = new ReadOptions().setSnapshot(snapshot);
    }

    /** What was applied when this was made; what is read may be newer by a record, never older. */
    public Tally tally() {
        return tally;
    }

    public Optional<StoredRecord> record(RecordKey key) {
        byte[] sequence = database.get(Family.IDS, options, Layout.id(key));
        return sequence == null
                ? Optional.empty()
                : Optional.of(stored(entry(Layout.record(key.kind(), key.runId(), Layout.number(sequence, 0)))));
    }

    /** The runs that have a record with this id, by name. */
    public List<String> runsWith(RecordKey.Kind kind, String id) {
        byte[] prefix = Layout.ids(kind, id).bytes();
        List<String> runs = new ArrayList<>();
        try (RocksIterator rows = database.iterator(Family.IDS, options)) {
            for (rows.seek(prefix); Range.within(rows, prefix); rows.next()) {
                runs.add(Layout.text(rows.key(), prefix.length));
            }
        }
        return runs;
    }

    /** At most {@code limit} records, in the order asked for. */
    public List<StoredRecord> page(RecordQuery query, int limit) {
        Index index = Index.of(query);
        List<StoredRecord> page = new ArrayList<>();
        try (RocksIterator rows = database.iterator(index.family(), options)) {
            for (index.seek(rows); page.size() < limit && index.holds(rows); index.step(rows)) {
                Entry entry = entry(index, rows);
                if (query.matches(entry)) {
                    page.add(stored(entry));
                }
            }
        }
        return page;
    }

    private Entry entry(Index index, RocksIterator rows) {
        return index.family() == Family.RECORDS
                ? entry(rows.key(), rows.value())
                : entry(index.recordKey(rows.key(), rows.value()));
    }

    /** Runs by their first record, newest first or oldest first. */
    public List<RunStart> runs(boolean descending, Optional<Place> after, int limit) {
        Index index = Index.runs(descending, after);
        List<RunStart> runs = new ArrayList<>();
        try (RocksIterator rows = database.iterator(Family.DIRECTORY, options)) {
            for (index.seek(rows); runs.size() < limit && index.holds(rows); index.step(rows)) {
                byte[] key = rows.key();
                Place first = new Place(Layout.number(key, 9), Layout.number(key, 1));
                String run = Layout.text(rows.value(), 0);
                runs.add(new RunStart(
                        partition,
                        run,
                        first,
                        count(Layout.runCount(run, RecordKey.Kind.EVENT)),
                        count(Layout.runCount(run, RecordKey.Kind.ARTIFACT))));
            }
        }
        return runs;
    }

    public Optional<RunSummary> run(String run) {
        byte[] first = database.get(Family.DIRECTORY, options, Layout.firstOfRun(run));
        if (first == null) {
            return Optional.empty();
        }
        RecordQuery events = RecordQuery.all(RecordKey.Kind.EVENT).run(Optional.of(run));
        return Optional.of(new RunSummary(
                partition,
                run,
                new Place(Layout.number(first, 0), Layout.number(first, 8)),
                count(Layout.runCount(run, RecordKey.Kind.EVENT)),
                count(Layout.runCount(run, RecordKey.Kind.ARTIFACT)),
                page(events, 1).stream().findFirst(),
                page(events.descending(true), 1).stream().findFirst(),
                counts(Layout.runTypeCounts(run, RecordKey.Kind.EVENT)),
                tasks(run)));
    }

    /** How many records there are of each type. */
    public Map<String, Long> types(RecordKey.Kind kind) {
        return counts(Layout.typeCounts(kind));
    }

    /** The runs that have a task of this name, with what they say of it. */
    public List<TaskCounts> runsOfTask(String task) {
        byte[] prefix = Layout.taskRunCounts(task).bytes();
        return counted(prefix, name -> name, run -> task);
    }

    private List<TaskCounts> tasks(String run) {
        byte[] prefix = Layout.runTaskCounts(run).bytes();
        return counted(prefix, name -> run, task -> task);
    }

    private List<TaskCounts> counted(byte[] prefix, Naming run, Naming task) {
        Map<String, long[]> counts = new TreeMap<>();
        try (RocksIterator rows = database.iterator(Family.DIRECTORY, options)) {
            for (rows.seek(prefix); counts.size() < MOST_TASKS && Range.within(rows, prefix); rows.next()) {
                byte[] key = rows.key();
                int kind = key[Layout.end(key, prefix.length) + 1] == 'e' ? 0 : 1;
                counts.computeIfAbsent(Layout.text(key, prefix.length), name -> new long[2])[kind] =
                        Layout.number(rows.value(), 0);
            }
        }
        return counts.entrySet().stream()
                .map(e -> new TaskCounts(run.of(e.getKey()), task.of(e.getKey()), e.getValue()[0], e.getValue()[1]))
                .toList();
    }

    /** Which of two names a key's text is. */
    private interface Naming {
        String of(String text);
    }

    private Map<String, Long> counts(Layout.Key begin) {
        byte[] prefix = begin.bytes();
        Map<String, Long> counts = new TreeMap<>();
        try (RocksIterator rows = database.iterator(Family.DIRECTORY, options)) {
            for (rows.seek(prefix); Range.within(rows, prefix); rows.next()) {
                counts.put(Layout.text(rows.key(), prefix.length), Layout.number(rows.value(), 0));
            }
        }
        return counts;
    }

    /** Whether a record was erased for good. */
    public boolean isErased(RecordKey key) {
        return database.get(Family.ERASED, options, key.bytes()) != null;
    }

    /** Rejected records by offset, from {@code from} on. */
    public List<RejectedRecord> rejects(long from, int limit) {
        List<RejectedRecord> rejects = new ArrayList<>();
        try (RocksIterator rows = database.iterator(Family.REJECTS, options)) {
            for (rows.seek(Layout.number(from)); rejects.size() < limit && rows.isValid(); rows.next()) {
                rejects.add(RejectedRecord.of(partition, rows.key(), rows.value()));
            }
        }
        return rejects;
    }

    /** Keys whose last word has to be appended again. */
    List<RecordKey> mendings(int limit) {
        List<RecordKey> keys = new ArrayList<>();
        try (RocksIterator rows = database.iterator(Family.OUTBOX, options)) {
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
        try (RocksIterator rows = database.iterator(Family.OUTBOX, options)) {
            for (rows.seek(Outbox.PUBLISHINGS);
                    rejected.size() < limit && Range.within(rows, Outbox.PUBLISHINGS);
                    rows.next()) {
                rejected.add(Outbox.Rejected.of(rows.key(), rows.value()));
            }
        }
        return rejected;
    }

    /**
     * What has to stand last under a key: the record with its place, or for an erased one nothing.
     *
     * @param place empty for a tombstone
     */
    record LastWord(byte @Nullable [] value, Optional<Place> place) {}

    /** Empty if nothing stands under the key. */
    Optional<LastWord> lastWord(RecordKey key) {
        if (isErased(key)) {
            return Optional.of(new LastWord(null, Optional.empty()));
        }
        byte[] sequence = database.get(Family.IDS, options, Layout.id(key));
        if (sequence == null) {
            return Optional.empty();
        }
        Entry entry = entry(Layout.record(key.kind(), key.runId(), Layout.number(sequence, 0)));
        return Optional.of(new LastWord(entry.wire(), Optional.of(entry.place())));
    }

    private long count(byte[] key) {
        byte[] count = database.get(Family.DIRECTORY, options, key);
        return count == null ? 0 : Layout.number(count, 0);
    }

    private Entry entry(byte[] key) {
        byte[] value = database.get(Family.RECORDS, options, key);
        if (value == null) {
            throw new IllegalStateException("an index of the views points to no record");
        }
        return entry(key, value);
    }

    private Entry entry(byte[] key, byte[] value) {
        byte[] wire = StoredRecord.wire(value);
        Place place = new Place(Layout.number(key, key.length - 8), Layout.number(value, 0));
        try {
            return Entry.of(records.read(wire), place, wire);
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("a record that was applied cannot be read again", e);
        }
    }

    private StoredRecord stored(Entry entry) {
        return new StoredRecord(partition, entry.place(), entry.record());
    }

    @Override
    public void close() {
        options.close();
        database.rocks().releaseSnapshot(snapshot);
        snapshot.close();
        release.run();
    }
}
