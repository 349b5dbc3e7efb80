package io.runledger.streams.views.read;

import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.model.Counts;
import io.runledger.streams.views.model.TaskCounts;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Place;
import io.runledger.streams.views.store.Range;
import io.runledger.streams.views.store.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.rocksdb.ReadOptions;

/**
 * The runs, tasks, types and bundles of a partition, and how much there is of each. Usable as long as its reader is
 * open.
 */
public final class RunDirectory {
    /** More names than this are not listed. */
    private static final int MOST = 10_000;

    private final PartitionReader reader;
    private final int partition;
    private final Database database;
    private final ReadOptions options;
    private final Counts counts;

    RunDirectory(PartitionReader reader, int partition, Database database, ReadOptions options) {
        this.reader = reader;
        this.partition = partition;
        this.database = database;
        this.options = options;
        this.counts = new Counts(database, options);
    }

    /**
     * Runs by their first record, newest first or oldest first. Where more names begin alike than a bound, it knows the
     * first of them by name.
     */
    public List<RunStart> runs(RunQuery query, int limit) {
        return query.prefix().map(prefix -> beginning(prefix, query, limit)).orElseGet(() -> byFirst(query, limit));
    }

    private List<RunStart> byFirst(RunQuery query, int limit) {
        List<RunStart> runs = new ArrayList<>();
        try (PostingsJoin walk = reader.walk(ScanPlan.runs(query))) {
            while (runs.size() < limit && walk.next()) {
                byte[] key = walk.key();
                runs.add(start(
                        KeyReader.text(walk.value(), 0),
                        new Place(KeyReader.number(key, 9), KeyReader.number(key, 1))));
            }
        }
        return runs;
    }

    private List<RunStart> beginning(String prefix, RunQuery query, int limit) {
        byte[] all = Layout.firstsOfRuns().bytes();
        byte[] exact = Layout.firstOfRun(prefix);
        byte[] begin = Arrays.copyOf(exact, exact.length - 1); // without what ends a text
        Map<String, Place> firsts = new HashMap<>();
        try (Rows rows = database.iterator(Family.DIRECTORY, options)) {
            for (rows.seek(begin); firsts.size() < MOST && Range.within(rows, begin); rows.next()) {
                byte[] value = rows.value();
                firsts.put(KeyReader.text(rows.key(), all.length), Place.of(value));
            }
        }
        Comparator<Place> order = query.descending() ? Place.BY_TIME.reversed() : Place.BY_TIME;
        return firsts.entrySet().stream()
                .filter(run -> query.takes(run.getValue()))
                .sorted(Map.Entry.comparingByValue(order))
                .limit(limit)
                .map(run -> start(run.getKey(), run.getValue()))
                .toList();
    }

    private RunStart start(String run, Place first) {
        return new RunStart(
                partition,
                run,
                first,
                counts.of(Layout.runCount(run, RecordKey.Kind.EVENT)),
                counts.of(Layout.runCount(run, RecordKey.Kind.ARTIFACT)));
    }

    /** How many events of this type a run has. */
    long eventsOfType(String run, String type) {
        return counts.of(Layout.runTypeCount(run, RecordKey.Kind.EVENT, type));
    }

    /** Whether a run has a record of this type. */
    public boolean hasType(String run, RecordKey.Kind kind, String type) {
        return counts.of(Layout.runTypeCount(run, kind, type)) > 0;
    }

    /** The names of runs after a name, in order of their bytes; the first ones if it is empty. */
    public List<String> runNames(String after, int limit) {
        byte[] prefix = Layout.firstsOfRuns().bytes();
        List<String> names = new ArrayList<>();
        try (Rows rows = database.iterator(Family.DIRECTORY, options)) {
            for (rows.seek(Layout.firstOfRun(after)); names.size() < limit && Range.within(rows, prefix); rows.next()) {
                String name = KeyReader.text(rows.key(), prefix.length);
                if (!name.equals(after)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** Whether there is such a run. */
    public boolean hasRun(String run) {
        return database.get(Family.DIRECTORY, options, Layout.firstOfRun(run)) != null;
    }

    /**
     * Whether all records of a run were imported, and are in the order they had in the ledger that they came from. If
     * not, one look-up usually shows it.
     */
    public boolean isCarried(String run) {
        long carried = counts.of(Layout.originCount(run));
        return carried > 0
                && carried
                        == counts.of(Layout.runCount(run, RecordKey.Kind.EVENT))
                                + counts.of(Layout.runCount(run, RecordKey.Kind.ARTIFACT))
                && isInOrderOfOrigins(run);
    }

    /** Whether some records of a run were imported, and some were not or in another order. */
    public boolean isMixed(String run) {
        return counts.of(Layout.originCount(run)) > 0 && !isCarried(run);
    }

    /** They are not if they came from several partitions, or a part of them before the rest. */
    private boolean isInOrderOfOrigins(String run) {
        byte[] prefix = Layout.origins(run).bytes();
        long partition = -1;
        long last = -1;
        try (Rows rows = database.iterator(Family.POSTINGS, options)) {
            for (rows.seek(prefix); Range.within(rows, prefix); rows.next()) {
                byte[] key = rows.key();
                long from = KeyReader.number(key, prefix.length + Long.BYTES);
                long sequence = KeyReader.number(key, prefix.length + 2 * Long.BYTES);
                if ((partition >= 0 && from != partition) || sequence <= last) {
                    return false;
                }
                partition = from;
                last = sequence;
            }
        }
        return true;
    }

    /** A run's tasks after a name, in order of their bytes; the first ones if it is empty. */
    public List<TaskCounts> tasks(String run, String after, int limit) {
        byte[] prefix = Layout.runTaskCounts(run).bytes();
        byte[] from = after.isEmpty()
                ? prefix
                : Range.after(Layout.runTaskCounts(run).put(after).bytes());
        return counts.ofTasks(prefix, from, limit, name -> run, task -> task);
    }

    /** A run with all that is counted of it. */
    public Optional<RunSummary> run(String run) {
        byte[] first = database.get(Family.DIRECTORY, options, Layout.firstOfRun(run));
        if (first == null) {
            return Optional.empty();
        }
        RecordQuery events = RecordQuery.all(RecordKey.Kind.EVENT).run(Optional.of(run));
        return Optional.of(new RunSummary(
                partition,
                run,
                Place.of(first),
                counts.of(Layout.runCount(run, RecordKey.Kind.EVENT)),
                counts.of(Layout.runCount(run, RecordKey.Kind.ARTIFACT)),
                reader.page(events, 1).stream().findFirst(),
                reader.page(events.descending(true), 1).stream().findFirst(),
                counts.all(Family.DIRECTORY, Layout.runTypeCounts(run, RecordKey.Kind.EVENT)),
                tasks(run, "", MOST)));
    }

    /** The runs that have a bundle of this name: an artifact in it, or a task that is declared with it. */
    public Set<String> runsOfBundle(String bundle) {
        Set<String> runs = new TreeSet<>(reader.states().runsOfBundle(bundle, MOST));
        runs.addAll(counts.all(Family.DIRECTORY, Layout.bundleRunCounts(bundle)).keySet());
        return runs;
    }

    /** How many artifacts of a run are in a bundle. */
    public long artifactsOfBundle(String run, String bundle) {
        return counts.of(Layout.bundleRunCount(bundle, run));
    }

    /** How many records there are of each type. */
    public Map<String, Long> types(RecordKey.Kind kind) {
        return counts.all(Family.DIRECTORY, Layout.typeCounts(kind));
    }

    /** The runs that have a task of this name, with what they say of it. */
    public List<TaskCounts> runsOfTask(String task) {
        byte[] prefix = Layout.taskRunCounts(task).bytes();
        return counts.ofTasks(prefix, prefix, MOST, name -> name, run -> task);
    }
}
