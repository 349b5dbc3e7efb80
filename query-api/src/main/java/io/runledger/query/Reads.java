package io.runledger.query;

import io.runledger.http.ProblemException;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.streams.views.PartitionReader;
import io.runledger.streams.views.Place;
import io.runledger.streams.views.RecordQuery;
import io.runledger.streams.views.RunStart;
import io.runledger.streams.views.RunSummary;
import io.runledger.streams.views.StoredRecord;
import io.runledger.streams.views.TaskCounts;
import io.runledger.streams.views.Views;
import io.runledger.streams.views.ViewsClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads over the partitions. What is about one run asks the one partition it lives in; what is about all asks every
 * partition and merges by (created_at, partition, sequence). An answer that would miss a partition is an error. Thread-safe.
 */
final class Reads {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Views views;

    Reads(Views views) {
        this.views = views;
    }

    /** One page of a list of records. */
    Page<StoredRecord> records(RecordQuery query, Optional<String> cursor, int limit) {
        int digest = query.toString().hashCode(); // stable from process to process, as an enum's own hash is not
        Optional<Cursor> after = cursor.map(text -> Cursor.parse(text, digest));
        List<StoredRecord> rows = query.run().isPresent()
                ? of(query.run().get(), reader -> reader.page(query.after(after.map(Cursor::place)), limit + 1))
                : merged(
                        (partition, reader) -> reader.page(
                                query.after(after.map(c -> c.in(partition, query.descending()))), limit + 1),
                        StoredRecord::partition,
                        StoredRecord::place,
                        query.descending());
        return page(rows, limit, row -> new Cursor(digest, row.partition(), row.place()));
    }

    /** One page of the list of runs, by their first records. */
    Page<RunStart> runs(boolean descending, Optional<String> cursor, int limit) {
        int digest = Boolean.hashCode(descending);
        Optional<Cursor> after = cursor.map(text -> Cursor.parse(text, digest));
        List<RunStart> rows = merged(
                (partition, reader) -> reader.runs(descending, after.map(c -> c.in(partition, descending)), limit + 1),
                RunStart::partition,
                RunStart::first,
                descending);
        return page(rows, limit, row -> new Cursor(digest, row.partition(), row.first()));
    }

    /**
     * The record with an id, in one run or wherever it is.
     *
     * @throws ProblemException 404 if there is none, 409 with the runs if several have one
     */
    StoredRecord record(RecordKey.Kind kind, String id, Optional<String> run) {
        String of = run.orElseGet(() -> only(kind.word(), id, everywhere(reader -> reader.runsWith(kind, id))));
        return of(of, reader -> reader.record(new RecordKey(kind, of, id)))
                .orElseThrow(() -> ProblemException.unknown("run " + of + " has no " + kind.word() + " " + id));
    }

    /**
     * A task, in one run or wherever it is.
     *
     * @throws ProblemException 404 if there is none, 409 with the runs if several have one
     */
    TaskCounts task(String id, Optional<String> run) {
        List<TaskCounts> found =
                run.map(r -> of(r, reader -> reader.runsOfTask(id))).orElseGet(() -> everywhere(r -> r.runsOfTask(id)));
        List<TaskCounts> wanted = found.stream()
                .filter(task -> run.map(task.runId()::equals).orElse(true))
                .toList();
        String of = only("task", id, wanted.stream().map(TaskCounts::runId).toList());
        return wanted.stream()
                .filter(task -> task.runId().equals(of))
                .findFirst()
                .orElseThrow();
    }

    RunSummary run(String run) {
        return of(run, reader -> reader.run(run)).orElseThrow(() -> ProblemException.unknown("there is no run " + run));
    }

    /** How many records there are of each type in the whole ledger. */
    Map<String, Long> types(RecordKey.Kind kind) {
        Map<String, Long> sums = new TreeMap<>();
        everywhere(reader -> List.copyOf(reader.types(kind).entrySet()))
                .forEach(count -> sums.merge(count.getKey(), count.getValue(), Long::sum));
        return sums;
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

    private <T> T of(String run, Function<PartitionReader, T> read) {
        return in(RunPartition.of(run, views.partitions()), read);
    }

    private <T> List<T> everywhere(Function<PartitionReader, List<T>> read) {
        List<T> all = new ArrayList<>();
        for (int partition = 0; partition < views.partitions(); partition++) {
            all.addAll(in(partition, read));
        }
        return all;
    }

    private <T> List<T> merged(
            BiFunction<Integer, PartitionReader, List<T>> read,
            Function<T, Integer> partition,
            Function<T, Place> place,
            boolean descending) {
        List<T> rows = new ArrayList<>();
        for (int p = 0; p < views.partitions(); p++) {
            int current = p;
            rows.addAll(in(p, reader -> read.apply(current, reader)));
        }
        Comparator<T> order = Comparator.<T, Long>comparing(
                        row -> place.apply(row).createdAt())
                .thenComparing(partition)
                .thenComparing(row -> place.apply(row).sequence());
        rows.sort(descending ? order.reversed() : order);
        return rows;
    }

    private static <T> Page<T> page(List<T> rows, int limit, Function<T, Cursor> cursor) {
        if (rows.size() <= limit) {
            return new Page<>(rows, Optional.empty());
        }
        return new Page<>(rows.subList(0, limit), Optional.of(cursor.apply(rows.get(limit - 1))));
    }

    private <T> T in(int partition, Function<PartitionReader, T> read) {
        try (PartitionReader reader = views.read(partition)) {
            return read.apply(reader);
        } catch (ViewsClosedException e) {
            throw ProblemException.unavailable(
                    "the views of partition " + partition + " are not ready: they are being made from the log, or move",
                    SOON);
        }
    }
}
