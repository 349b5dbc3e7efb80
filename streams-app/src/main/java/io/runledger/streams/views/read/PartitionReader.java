package io.runledger.streams.views.read;

import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.SealedPlace;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.RegistryUnavailableException;
import io.runledger.schemas.wire.UnreadableRecordException;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.OutboxReader;
import io.runledger.streams.views.model.SetAside;
import io.runledger.streams.views.model.States;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.model.ViewEntry;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Place;
import io.runledger.streams.views.store.Range;
import io.runledger.streams.views.store.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/**
 * One partition's views as they were when it was asked for: a snapshot, so that an answer made of several reads is of one
 * piece. For one thread; close it soon, in the same thread.
 */
public final class PartitionReader implements AutoCloseable {
    /** Of the records of one page that nobody continues; what is larger comes with fewer. */
    private static final long MOST_WEIGHT = 1 << 20;

    /** More tasks than this a run's summary does not list. */
    private static final int MOST_TASKS = 10_000;

    /** More records than this one call does not look at, so that a rare filter holds no one up. */
    private static final int MOST_LOOKED_AT = 1_000;

    private final int partition;
    private final Tally tally;
    private final Database database;
    private final RecordReader records;
    private final Runnable release;
    private final Snapshot snapshot;
    private final ReadOptions options;
    private final List<PostingsJoin> walks = new ArrayList<>(0);

    public PartitionReader(int partition, Tally tally, Database database, RecordReader records, Runnable release) {
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

    /** The last offset whose record is in what is read: exactly this, for it is read from the same snapshot. */
    public long applied() {
        byte[] stored = database.get(Family.DEFAULT, options, Tally.KEY);
        return stored == null ? Tally.NONE.offset() : Tally.of(stored).offset();
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
        try (Rows rows = database.iterator(Family.IDS, options)) {
            for (rows.seek(prefix); Range.within(rows, prefix); rows.next()) {
                runs.add(Layout.text(rows.key(), prefix.length));
            }
        }
        return runs;
    }

    /** At most {@code limit} records, in the order asked for. */
    public List<StoredRecord> page(RecordQuery query, int limit) {
        return page(query, limit, Long.MAX_VALUE);
    }

    /** The first records, in the order asked for, to be shown together: fewer, but one, where they are large. */
    public List<StoredRecord> first(RecordQuery query, int limit) {
        return page(query, limit, MOST_WEIGHT);
    }

    private List<StoredRecord> page(RecordQuery query, int limit, long mostWeight) {
        List<StoredRecord> page = new ArrayList<>();
        long weight = 0;
        ScanPlan index = ScanPlan.of(query);
        try (PostingsJoin walk = walk(index)) {
            while (page.size() < limit && weight < mostWeight && walk.next()) {
                StoredRecord record = stored(entry(query, index, walk));
                weight += record.weight();
                page.add(record);
            }
        }
        return page;
    }

    /** A record of a list, which is read only when it is asked for. Usable until the next one is. */
    public interface Listed {
        int partition();

        Place place();

        StoredRecord read();
    }

    /** All records, in the order asked for; as long as this is open. */
    public Iterator<Listed> records(RecordQuery query) {
        return records(query, 0);
    }

    /** The same behind the first {@code skip} records, whose keys are gone through one by one. */
    public Iterator<Listed> records(RecordQuery query, int skip) {
        ScanPlan index = ScanPlan.of(query);
        PostingsJoin walk = walk(index);
        walks.add(walk);
        boolean rest = true;
        for (int skipped = 0; skipped < skip && rest; skipped++) {
            rest = walk.next();
        }
        return rest ? records(query, index, walk) : Collections.emptyIterator();
    }

    private Iterator<Listed> records(RecordQuery query, ScanPlan index, PostingsJoin walk) {
        return new Iterator<>() {
            private boolean looked;
            private boolean there;

            @Override
            public boolean hasNext() {
                if (!looked) {
                    there = walk.next();
                    looked = true;
                }
                return there;
            }

            @Override
            public Listed next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                looked = false;
                return listed(query, index, walk);
            }
        };
    }

    private Listed listed(RecordQuery query, ScanPlan index, PostingsJoin walk) {
        byte[] key = walk.key();
        long sequence = Layout.number(key, key.length - Long.BYTES);
        // A key in order of time has the time before the sequence; else the order is that of the sequence alone.
        Optional<Place> timed = query.isTimed()
                ? Optional.of(new Place(sequence, Layout.number(key, key.length - 2 * Long.BYTES)))
                : Optional.empty();
        return new Listed() {
            @Override
            public int partition() {
                return partition;
            }

            @Override
            public Place place() {
                return timed.orElseGet(() -> read().place());
            }

            @Override
            public StoredRecord read() {
                return stored(entry(query, index, walk));
            }
        };
    }

    /**
     * The records behind a sequence, in order of the log. {@code after} and the order of the query do not count.
     *
     * @param mostBytes of the records as they stand on the log; one record may exceed it, but then it comes alone
     */
    public RecordsSince following(RecordQuery query, long afterSequence, int most, int mostBytes) {
        ScanPlan index = ScanPlan.following(query, afterSequence);
        List<StoredRecord> found = new ArrayList<>();
        int bytes = 0;
        int looked = 0;
        long last = afterSequence;
        try (PostingsJoin walk = walk(index)) {
            while (walk.next()) {
                if (looked == MOST_LOOKED_AT || found.size() >= most) {
                    return new RecordsSince(found, bytes, last, true);
                }
                ViewEntry entry = entry(query, index, walk);
                if (query.matches(entry)) {
                    if (bytes + entry.wire().length > mostBytes && !found.isEmpty()) {
                        return new RecordsSince(found, bytes, last, true);
                    }
                    bytes += entry.wire().length;
                    found.add(stored(entry));
                }
                last = entry.place().sequence();
                looked++;
            }
        }
        return new RecordsSince(found, bytes, Math.max(last, tally.offset()), false);
    }

    /**
     * The sequence behind which {@link #following} finds everything since the query's time: -1 where no index of time
     * helps.
     *
     * <p>The first record in order of time is not the first of the log if the broker's clock stepped back just then, so it
     * is looked for among the first few. What comes from before the time is left to the query.
     */
    public long beforeSince(RecordQuery query) {
        if (query.run().isPresent() || query.since().isEmpty()) {
            return -1;
        }
        ScanPlan index = ScanPlan.of(query.descending(false).after(Optional.empty()));
        long first = tally.offset() + 1;
        int looked = 0;
        try (PostingsJoin walk = walk(index)) {
            while (looked < MOST_LOOKED_AT && walk.next()) {
                byte[] key = walk.key();
                first = Math.min(first, Layout.number(key, key.length - 8));
                looked++;
            }
        }
        return first - 1;
    }

    PostingsJoin walk(ScanPlan index) {
        return new PostingsJoin(index, database, options);
    }

    private ViewEntry entry(RecordQuery query, ScanPlan index, PostingsJoin walk) {
        byte[] key = walk.key();
        byte[] value = walk.value();
        if (index.family() == Family.RECORDS) {
            return entry(key, value);
        }
        String run = query.run().orElseGet(() -> Layout.text(value, 0));
        return entry(Layout.record(query.kind(), run, Layout.number(key, key.length - 8)));
    }

    /** What decisions have made of artifacts and tasks. */
    public States states() {
        return new States(database, options);
    }

    /** The runs that have one of the records asked for, by name. Looks at no more than a bounded number of them. */
    public Set<String> runsWith(RecordQuery query) {
        Set<String> runs = new TreeSet<>();
        int looked = 0;
        try (PostingsJoin walk = walk(ScanPlan.of(query.run(Optional.empty())))) {
            while (looked++ < MOST_TASKS && walk.next()) {
                runs.add(Layout.text(walk.value(), 0));
            }
        }
        return runs;
    }

    /** Whether a record was erased for good. */
    public boolean isErased(RecordKey key) {
        return database.get(Family.ERASED, options, key.bytes()) != null;
    }

    /** Bytes of the partition's views on disk; what is still in memory comes on top. */
    public long bytesOnDisk() {
        return database.bytesOnDisk();
    }

    /** Its runs and tasks, by what is counted of them. */
    public RunDirectory directory() {
        return new RunDirectory(this, partition, database, options);
    }

    /** How its runs and tasks went by their producers' time. */
    public RunTimes times(String run) {
        return new RunTimes(this, run, database, options);
    }

    /** How much came to it when. */
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

    /**
     * What has to stand last under a key: the record with its place, or for an erased one nothing.
     *
     * @param place empty for a tombstone
     */
    public record LastWord(byte @Nullable [] value, Optional<Place> place, Optional<Origin> origin, boolean secret) {
        /** What goes with it when it is appended again in its place. */
        public void addHeaders(RecordKey key, int partition, Criteria criteria, Headers headers) {
            byte[] bytes = value;
            if (bytes != null) {
                place.map(p -> new SealedPlace(criteria.mark().log(), partition, p.sequence(), p.createdAt()))
                        .ifPresent(healed ->
                                headers.add(SealedPlace.HEADER, criteria.seal().header(healed, key.bytes(), bytes)));
            }
            addOrigin(key, criteria.seal(), headers);
            if (secret) {
                headers.add(LogRecord.SECRET_HEADER, new byte[0]);
            }
        }

        /** What goes with it wherever it is appended again. */
        public void addOrigin(RecordKey key, Seal seal, Headers headers) {
            byte[] bytes = value;
            if (bytes != null) {
                origin.ifPresent(from -> headers.add(Origin.HEADER, seal.header(from, key.bytes(), bytes)));
            }
        }
    }

    /** Where nothing stands under the key, nothing; only a secret can have been there. */
    public LastWord lastWord(RecordKey key) {
        if (isErased(key)) {
            return new LastWord(null, Optional.empty(), Optional.empty(), false);
        }
        byte[] sequence = database.get(Family.IDS, options, Layout.id(key));
        if (sequence == null) {
            return new LastWord(null, Optional.empty(), Optional.empty(), true);
        }
        byte[] record = Layout.record(key.kind(), key.runId(), Layout.number(sequence, 0));
        byte[] value = database.get(Family.RECORDS, options, record);
        if (value == null) {
            throw new IllegalStateException("an index of the views points to no record");
        }
        Place place = new Place(Layout.number(sequence, 0), Layout.number(value, 0));
        return new LastWord(StoredRecord.wire(value), Optional.of(place), StoredRecord.origin(value), false);
    }

    /** What the mender has set aside of this partition, at most {@code limit}. */
    public List<SetAside> setAside(int limit) {
        return outbox().setAside(limit);
    }

    private ViewEntry entry(byte[] key) {
        byte[] value = database.get(Family.RECORDS, options, key);
        if (value == null) {
            throw new IllegalStateException("an index of the views points to no record");
        }
        return entry(key, value);
    }

    private ViewEntry entry(byte[] key, byte[] value) {
        byte[] wire = StoredRecord.wire(value);
        Place place = new Place(Layout.number(key, key.length - 8), Layout.number(value, 0));
        return ViewEntry.of(
                        record(wire, "a record that was applied cannot be read again"),
                        place,
                        StoredRecord.origin(value),
                        wire)
                .under(states());
    }

    private SpecificRecord record(byte[] wire, String otherwise) {
        try {
            return records.read(wire);
        } catch (UnreadableRecordException e) {
            if (e.reason() == UnreadableRecordException.Reason.UNKNOWN_SCHEMA) {
                throw new RegistryUnavailableException("a record that is kept " + e.detail()
                        + ", nor does the topic of schemas: restore one of them from a backup");
            }
            throw new IllegalStateException(otherwise, e);
        }
    }

    private StoredRecord stored(ViewEntry entry) {
        return new StoredRecord(
                partition, entry.place(), entry.origin(), entry.record(), entry.state(), records.writer(entry.wire()));
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
