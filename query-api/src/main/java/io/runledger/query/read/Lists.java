package io.runledger.query.read;

import io.runledger.query.answer.Cursor;
import io.runledger.query.answer.Merge;
import io.runledger.query.answer.Page;
import io.runledger.query.answer.PageRooms;
import io.runledger.streams.views.model.RejectedRecord;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.PartitionReader.Listed;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.read.RejectQuery;
import io.runledger.streams.views.read.RunQuery;
import io.runledger.streams.views.read.RunStart;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Pages of lists. A list of one run is read in the one partition that the run is in; one of all runs is merged from all
 * partitions by (created_at, partition, sequence). For one request.
 */
public final class Lists {
    private final PartitionReads partitions;

    Lists(PartitionReads partitions) {
        this.partitions = partitions;
    }

    /** One page of a list of records. */
    public Page<StoredRecord> records(RecordQuery query, Optional<String> cursor, int limit, PageRooms.Room room) {
        return records(query, cursor, 0, limit, room);
    }

    /**
     * The same after so many more records.
     *
     * @param skip 0 but for a query about one run
     */
    public Page<StoredRecord> records(
            RecordQuery query, Optional<String> cursor, int skip, int limit, PageRooms.Room room) {
        int digest = query.toString().hashCode(); // stable from process to process, as an enum's own hash is not
        Optional<Cursor> after = cursor.map(text -> Cursor.parse(text, digest));
        if (query.run().isPresent()) {
            RecordQuery within = query.after(after.map(Cursor::place));
            return partitions.of(query.run().get(), reader -> page(reader.records(within, skip), digest, limit, room));
        }
        List<PartitionReader> open = new ArrayList<>();
        boolean[] begun = {false};
        try {
            return new Merge<>(partitions.all(), Listed::partition, Listed::place, query.descending())
                    .page((p, place, most) -> records(p, query.after(place), open), digest, after, limit, row -> {
                        if (begun[0] && !room.hasMore()) {
                            return Optional.empty();
                        }
                        begun[0] = true;
                        StoredRecord record = partitions.here(row.partition(), row::read);
                        room.take(record.weight());
                        return Optional.of(record);
                    });
        } finally {
            open.forEach(PartitionReader::close);
        }
    }

    private static Page<StoredRecord> page(Iterator<Listed> listed, int digest, int limit, PageRooms.Room room) {
        List<StoredRecord> rows = new ArrayList<>();
        while (rows.size() < limit && (rows.isEmpty() || room.hasMore()) && listed.hasNext()) {
            StoredRecord record = listed.next().read();
            room.take(record.weight());
            rows.add(record);
        }
        List<Cursor> cursors = rows.stream()
                .map(row -> new Cursor(digest, row.partition(), row.place()))
                .toList();
        boolean more = !rows.isEmpty() && listed.hasNext();
        return new Page<>(rows, cursors, more ? Optional.of(cursors.get(rows.size() - 1)) : Optional.empty());
    }

    /** The records of one partition, each of them read when it is asked for, as long as its reader is open. */
    private Iterator<Listed> records(int partition, RecordQuery query, List<PartitionReader> open) {
        PartitionReader reader = partitions.open(partition);
        open.add(reader);
        Iterator<Listed> records = partitions.here(partition, () -> reader.records(query));
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return partitions.here(partition, records::hasNext);
            }

            @Override
            public Listed next() {
                return partitions.here(partition, records::next);
            }
        };
    }

    /** One page of the list of runs, by their first records. */
    public Page<RunStart> runs(RunQuery query, int digest, Optional<Cursor> after, int limit) {
        return new Merge<>(partitions.all(), RunStart::partition, RunStart::first, query.descending())
                .page(
                        (p, place, most) -> partitions
                                .in(p, reader -> reader.directory().runs(query.after(place), most))
                                .iterator(),
                        digest,
                        after,
                        limit);
    }

    /** One page of the rejected records. */
    public Page<RejectedRecord> rejects(RejectQuery query, Optional<String> cursor, int limit) {
        int digest = query.toString().hashCode();
        Optional<Cursor> after = cursor.map(text -> Cursor.parse(text, digest));
        return new Merge<>(partitions.all(), RejectedRecord::partition, RejectedRecord::place, query.descending())
                .page(
                        (p, place, most) -> partitions
                                .in(p, reader -> reader.rejects().page(query.after(place), most))
                                .iterator(),
                        digest,
                        after,
                        limit);
    }
}
