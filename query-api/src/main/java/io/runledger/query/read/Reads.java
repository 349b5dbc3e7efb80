package io.runledger.query.read;

import io.javalin.http.Context;
import io.runledger.http.ProblemException;
import io.runledger.query.answer.Cursor;
import io.runledger.query.answer.Merge;
import io.runledger.query.answer.Move;
import io.runledger.query.answer.Page;
import io.runledger.query.answer.PageRooms;
import io.runledger.query.answer.RunSilence;
import io.runledger.query.answer.RunView;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.streams.views.model.GivenState;
import io.runledger.streams.views.model.RejectedRecord;
import io.runledger.streams.views.model.SetAside;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.model.TaskCounts;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.PartitionReader.Listed;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.read.RejectQuery;
import io.runledger.streams.views.read.RunQuery;
import io.runledger.streams.views.read.RunStart;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.Place;
import io.runledger.streams.views.store.Subject;
import io.runledger.streams.views.store.ViewsClosedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Reads over the partitions. What is about one run asks the one partition it lives in; what is about all asks every
 * partition and merges by (created_at, partition, sequence). An answer that would miss a partition is an error. For one request.
 */
public final class Reads {
    private final Context ctx;
    private final Views views;
    private final PartitionScope scope;
    private final ReadAt at;

    public Reads(Context ctx, Views views) {
        this.ctx = ctx;
        this.views = views;
        this.scope = PartitionScope.of(ctx, views);
        this.at = new ReadAt(ctx, views);
    }

    /** One page of a list of records. */
    public Page<StoredRecord> records(RecordQuery query, Optional<String> cursor, int limit, PageRooms.Room room) {
        return records(query, cursor, 0, limit, room);
    }

    /**
     * The same behind so many more records.
     *
     * @param skip 0 but for a query about one run
     */
    public Page<StoredRecord> records(
            RecordQuery query, Optional<String> cursor, int skip, int limit, PageRooms.Room room) {
        int digest = query.toString().hashCode(); // stable from process to process, as an enum's own hash is not
        Optional<Cursor> after = cursor.map(text -> Cursor.parse(text, digest));
        if (query.run().isPresent()) {
            RecordQuery within = query.after(after.map(Cursor::place));
            return of(query.run().get(), reader -> page(reader.records(within, skip), digest, limit, room));
        }
        List<PartitionReader> open = new ArrayList<>();
        boolean[] begun = {false};
        try {
            return new Merge<>(scope.partitions(), Listed::partition, Listed::place, query.descending())
                    .page((p, place, most) -> records(p, query.after(place), open), digest, after, limit, row -> {
                        if (begun[0] && !room.hasMore()) {
                            return Optional.empty();
                        }
                        begun[0] = true;
                        StoredRecord record = here(row.partition(), row::read);
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
        PartitionReader reader = here(partition, () -> scope.read(partition));
        open.add(reader);
        at.read(partition, reader.tally().offset());
        Iterator<Listed> records = here(partition, () -> reader.records(query));
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return here(partition, records::hasNext);
            }

            @Override
            public Listed next() {
                return here(partition, records::next);
            }
        };
    }

    /** Whether what is read is a part that another node puts together. */
    public boolean isPart() {
        return scope.isPart();
    }

    /** One page of the list of runs, by their first records. */
    public Page<RunStart> runs(RunQuery query, int digest, Optional<Cursor> after, int limit) {
        return new Merge<>(scope.partitions(), RunStart::partition, RunStart::first, query.descending())
                .page(
                        (p, place, most) -> in(p, reader -> reader.directory().runs(query.after(place), most))
                                .iterator(),
                        digest,
                        after,
                        limit);
    }

    /**
     * The record with an id, in one run or wherever it is.
     *
     * @throws ProblemException 404 if there is none, 409 with the runs if several have one
     */
    public StoredRecord record(RecordKey.Kind kind, String id, Optional<String> run) {
        String of = run.orElseGet(() -> only(kind.word(), id, everywhere(reader -> reader.runsWith(kind, id))));
        RecordKey key = new RecordKey(kind, of, id);
        return of(of, reader -> {
                    if (reader.isErased(key)) {
                        throw ProblemException.gone(kind.word() + " " + id + " of run " + of + " was erased");
                    }
                    return reader.record(key);
                })
                .orElseThrow(() -> ProblemException.unknown("run " + of + " has no " + kind.word() + " " + id));
    }

    /**
     * A task, in one run or wherever it is.
     *
     * @throws ProblemException 404 if there is none, 409 with the runs if several have one
     */
    public TaskCounts task(String id, Optional<String> run) {
        if (run.isPresent()) {
            String of = run.get();
            return of(of, reader -> reader.directory().runsOfTask(id)).stream()
                    .filter(task -> task.runId().equals(of))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.unknown("run " + of + " has no task " + id));
        }
        List<TaskCounts> found = everywhere(reader -> reader.directory().runsOfTask(id));
        String of = only("task", id, found.stream().map(TaskCounts::runId).toList());
        return found.stream()
                .filter(task -> task.runId().equals(of))
                .findFirst()
                .orElseThrow();
    }

    /** One page of the rejected records. */
    public Page<RejectedRecord> rejects(RejectQuery query, Optional<String> cursor, int limit) {
        int digest = query.toString().hashCode();
        Optional<Cursor> after = cursor.map(text -> Cursor.parse(text, digest));
        return new Merge<>(scope.partitions(), RejectedRecord::partition, RejectedRecord::place, query.descending())
                .page(
                        (p, place, most) -> in(p, reader -> reader.rejects().page(query.after(place), most))
                                .iterator(),
                        digest,
                        after,
                        limit);
    }

    public Optional<RejectedRecord> reject(Position position) {
        return in(position.partition(), reader -> reader.rejects().at(position.offset()));
    }

    /** How many records were rejected for each reason. */
    public Map<String, Long> rejectsByReason() {
        return summed(reader -> reader.rejects().byReason());
    }

    /** What each partition's views have made of its log, by partition. */
    public SortedMap<Integer, Tally> tallies() {
        SortedMap<Integer, Tally> tallies = new TreeMap<>();
        scope.partitions().forEach(partition -> tallies.put(partition, in(partition, PartitionReader::tally)));
        return tallies;
    }

    /** What the mender has set aside, of those partitions where it has. */
    public SortedMap<Integer, List<SetAside>> setAside() {
        SortedMap<Integer, List<SetAside>> found = new TreeMap<>();
        for (int partition : scope.partitions()) {
            List<SetAside> each = in(partition, reader -> reader.setAside(SetAside.MOST));
            if (!each.isEmpty()) {
                found.put(partition, each);
            }
        }
        return found;
    }

    public RunView run(String run, RunSilence silence) {
        return of(run, reader -> RunView.read(reader, run, silence))
                .orElseThrow(() -> ProblemException.unknown("there is no run " + run));
    }

    /** How many events all partitions took in each of as many times of a length, one behind the other. */
    public List<Long> events(Instant from, Duration each, int times) {
        List<List<Long>> partitions =
                everywhere(reader -> List.of(reader.rates().events(from, each, times)));
        return IntStream.range(0, times)
                .mapToObj(i ->
                        partitions.stream().mapToLong(counts -> counts.get(i)).sum())
                .toList();
    }

    /** How many records there are of each type in the whole ledger. */
    public Map<String, Long> types(RecordKey.Kind kind) {
        return summed(reader -> reader.directory().types(kind));
    }

    private Map<String, Long> summed(Function<PartitionReader, Map<String, Long>> read) {
        Map<String, Long> sums = new TreeMap<>();
        everywhere(reader -> List.copyOf(read.apply(reader).entrySet()))
                .forEach(count -> sums.merge(count.getKey(), count.getValue(), Long::sum));
        return sums;
    }

    /**
     * The run that is named, else the only one that has such a thing.
     *
     * @throws ProblemException 404 if there is none, 409 with the runs if several have one
     */
    public String run(String kind, String id, Optional<String> named, Function<PartitionReader, Set<String>> runs) {
        return named.orElseGet(() -> only(kind, id, everywhere(reader -> List.copyOf(runs.apply(reader)))));
    }

    /** One page of what was granted to an artifact or a task, by revision. */
    public Page<Move> history(Subject subject, Optional<String> cursor, int limit, PageRooms.Room room) {
        int digest = (subject.runId() + '/' + subject.word()).hashCode();
        long after = cursor.map(text -> Cursor.parse(text, digest).place().sequence())
                .orElse(0L);
        return of(subject.runId(), reader -> {
            List<GivenState> states = reader.states().history(subject, after, limit + 1);
            List<Move> moves = new ArrayList<>();
            for (GivenState state : states.subList(0, Math.min(limit, states.size()))) {
                if (!moves.isEmpty() && !room.hasMore()) {
                    break;
                }
                Move move = Move.of(state, reader);
                room.take(2 * move.event().weight());
                moves.add(move);
            }
            List<Cursor> cursors = moves.stream()
                    .map(move -> new Cursor(
                            digest,
                            move.event().partition(),
                            new Place(move.state().revision(), move.state().decidedAt())))
                    .toList();
            boolean more = moves.size() < states.size();
            return new Page<>(moves, cursors, more ? Optional.of(cursors.get(moves.size() - 1)) : Optional.empty());
        });
    }

    private static String only(String kind, String id, List<String> runs) {
        if (runs.isEmpty()) {
            throw ProblemException.unknown("there is no " + kind + " " + id + " in any run");
        }
        if (runs.size() > 1) {
            throw ProblemException.conflict("several runs have a " + kind + " " + id + "; name the one with run_id")
                    .with("runs", runs);
        }
        return runs.get(0);
    }

    /** Reads a run's partition, in one piece. */
    public <T> T of(String run, Function<PartitionReader, T> read) {
        return in(RunPartition.of(run, views.partitions()), read);
    }

    private <T> List<T> everywhere(Function<PartitionReader, List<T>> read) {
        List<T> all = new ArrayList<>();
        for (int partition : scope.partitions()) {
            all.addAll(in(partition, read));
        }
        return all;
    }

    private <T> T in(int partition, Function<PartitionReader, T> read) {
        return here(partition, () -> {
            try (PartitionReader reader = scope.read(partition)) {
                at.read(partition, reader.tally().offset());
                return read.apply(reader);
            }
        });
    }

    private <T> T here(int partition, Supplier<T> read) {
        try {
            return read.get();
        } catch (ViewsClosedException e) {
            throw PartitionScope.away(ctx, partition);
        }
    }
}
