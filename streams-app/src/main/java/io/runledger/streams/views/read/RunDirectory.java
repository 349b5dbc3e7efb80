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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rocksdb.ReadOptions;

/**
 * The runs, tasks, types and bundles of a partition, and how much there is of each. Usable as long as its reader is
 * open.
 */
public final class RunDirectory {
    /** More names than this are not listed. */
    private static final int MOST = 10_000;

    /** How many runs that are not visible are passed over before those that are, are looked up by name. */
    private static final int MOST_PASSED = 256;

    private final PartitionReader reader;
    private final int partition;
    private final Database database;
    private final ReadOptions options;
    private final Visible visible;
    private final Counts counts;

    RunDirectory(PartitionReader reader, int partition, Database database, ReadOptions options, Visible visible) {
        this.reader = reader;
        this.partition = partition;
        this.database = database;
        this.options = options;
        this.visible = visible;
        this.counts = new Counts(database, options);
    }

    /** What is told of a run. */
    private Counts counts(String run) {
        return visible.hidesSomeOf(run) ? reader.countsWithoutHidden(Optional.of(run)) : counts;
    }

    /**
     * Runs by their first record, newest first or oldest first. Where more names begin alike than a bound, it knows the
     * first of them by name.
     */
    public List<RunStart> runs(RunQuery query, int limit) {
        if (query.prefix().isPresent()) {
            return sorted(beginning(visible.within(query.prefix().get()), MOST), query, limit);
        }
        List<RunStart> runs = new ArrayList<>();
        int passed = 0;
        try (PostingsJoin walk = reader.walk(ScanPlan.runs(query))) {
            while (runs.size() < limit && walk.next()) {
                byte[] key = walk.key();
                String run = KeyReader.text(walk.value(), 0);
                if (visible.hasRun(run)) {
                    runs.add(start(run, new Place(KeyReader.number(key, 9), KeyReader.number(key, 1))));
                } else if (++passed == MOST_PASSED) {
                    Map<String, Place> own = beginning(visible.prefixes(), MOST + 1);
                    if (own.size() <= MOST) {
                        return sorted(own, query, limit);
                    }
                }
            }
        }
        return runs;
    }

    /** The first records of the runs whose names begin so, in order of their names. */
    private Map<String, Place> beginning(List<String> prefixes, int most) {
        Map<String, Place> firsts = new LinkedHashMap<>();
        eachName(prefixes, "", (name, rows) -> {
            firsts.put(name, Place.of(rows.value()));
            return firsts.size() < most;
        });
        return firsts;
    }

    private List<RunStart> sorted(Map<String, Place> firsts, RunQuery query, int limit) {
        Comparator<Place> order = query.descending() ? Place.BY_TIME.reversed() : Place.BY_TIME;
        return firsts.entrySet().stream()
                .filter(run -> query.takes(run.getValue()))
                .sorted(Map.Entry.comparingByValue(order))
                .limit(limit)
                .map(run -> start(run.getKey(), run.getValue()))
                .toList();
    }

    private interface Naming {
        /** Takes a run's name, and says whether it wants more. */
        boolean take(String name, Rows rows);
    }

    /** The names that begin so and come after a name, in order of their bytes. */
    private void eachName(List<String> prefixes, String after, Naming naming) {
        byte[] all = Layout.firstsOfRuns().bytes();
        try (Rows rows = database.iterator(Family.DIRECTORY, options)) {
            for (String prefix : prefixes) {
                byte[] exact = Layout.firstOfRun(prefix);
                byte[] begin = Arrays.copyOf(exact, exact.length - 1); // without what ends a text
                byte[] from = Layout.firstOfRun(after);
                rows.seek(Arrays.compareUnsigned(from, begin) > 0 ? from : begin);
                for (; Range.within(rows, begin); rows.next()) {
                    String name = KeyReader.text(rows.key(), all.length);
                    if (!name.equals(after) && !naming.take(name, rows)) {
                        return;
                    }
                }
            }
        }
    }

    private RunStart start(String run, Place first) {
        Counts told = counts(run);
        return new RunStart(
                partition,
                run,
                first,
                told.of(Layout.runCount(run, RecordKey.Kind.EVENT)),
                told.of(Layout.runCount(run, RecordKey.Kind.ARTIFACT)));
    }

    /** How many events of this type a run has. */
    long eventsOfType(String run, String type) {
        return counts.of(Layout.runTypeCount(run, RecordKey.Kind.EVENT, type));
    }

    /** Whether a run has a record of this type. */
    public boolean hasType(String run, RecordKey.Kind kind, String type) {
        return visible.hasRun(run) && counts(run).of(Layout.runTypeCount(run, kind, type)) > 0;
    }

    /** The names of runs after a name, in order of their bytes; the first ones if it is empty. */
    public List<String> runNames(String after, int limit) {
        List<String> names = new ArrayList<>();
        eachName(visible.prefixes(), after, (name, rows) -> {
            names.add(name);
            return names.size() < limit;
        });
        return names;
    }

    /** Whether there is such a run. */
    public boolean hasRun(String run) {
        return visible.hasRun(run) && database.get(Family.DIRECTORY, options, Layout.firstOfRun(run)) != null;
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
        return visible.hasRun(run) ? tasks(counts(run), run, after, limit) : List.of();
    }

    private static List<TaskCounts> tasks(Counts told, String run, String after, int limit) {
        byte[] prefix = Layout.runTaskCounts(run).bytes();
        byte[] from = after.isEmpty()
                ? prefix
                : Range.after(Layout.runTaskCounts(run).put(after).bytes());
        return told.ofTasks(prefix, from, limit, name -> run, task -> task);
    }

    /** A run with all that is counted of it. */
    public Optional<RunSummary> run(String run) {
        byte[] first = visible.hasRun(run) ? database.get(Family.DIRECTORY, options, Layout.firstOfRun(run)) : null;
        if (first == null) {
            return Optional.empty();
        }
        Counts told = counts(run);
        RecordQuery events = RecordQuery.all(RecordKey.Kind.EVENT).run(Optional.of(run));
        return Optional.of(new RunSummary(
                partition,
                run,
                Place.of(first),
                told.of(Layout.runCount(run, RecordKey.Kind.EVENT)),
                told.of(Layout.runCount(run, RecordKey.Kind.ARTIFACT)),
                reader.page(events, 1).stream().findFirst(),
                reader.page(events.descending(true), 1).stream().findFirst(),
                told.all(Family.DIRECTORY, Layout.runTypeCounts(run, RecordKey.Kind.EVENT)),
                tasks(told, run, "", MOST)));
    }

    /** The runs that have a bundle of this name: an artifact in it, or a task that is declared with it. */
    public Set<String> runsOfBundle(String bundle) {
        Set<String> runs = new TreeSet<>(reader.states().runsOfBundle(bundle, MOST));
        runs.addAll(counts.all(Family.DIRECTORY, Layout.bundleRunCounts(bundle)).keySet());
        runs.removeIf(run -> !visible.hasRun(run)
                || (visible.hidesSomeOf(run)
                        && artifactsOfBundle(run, bundle) == 0
                        && tasksOfBundle(run, bundle, 1).isEmpty()));
        return runs;
    }

    /** The tasks of a run that are declared with a bundle, by name. */
    public List<String> tasksOfBundle(String run, String bundle, int limit) {
        return visible.hasRun(run) ? reader.states().tasksOfBundle(run, bundle, limit) : List.of();
    }

    /** How many artifacts of a run are in a bundle. */
    public long artifactsOfBundle(String run, String bundle) {
        return visible.hasRun(run) ? counts(run).of(Layout.bundleRunCount(bundle, run)) : 0;
    }

    /** How many records there are of each type. */
    public Map<String, Long> types(RecordKey.Kind kind) {
        if (visible.hasAllRuns()) {
            return (visible.isEverything() ? counts : reader.countsWithoutHidden(Optional.empty()))
                    .all(Family.DIRECTORY, Layout.typeCounts(kind));
        }
        Map<String, Long> types = new TreeMap<>();
        eachName(visible.prefixes(), "", (run, rows) -> {
            counts(run)
                    .all(Family.DIRECTORY, Layout.runTypeCounts(run, kind))
                    .forEach((type, count) -> types.merge(type, count, Long::sum));
            return true;
        });
        return types;
    }

    /** The runs that have a task of this name, with what they say of it. */
    public List<TaskCounts> runsOfTask(String task) {
        byte[] prefix = Layout.taskRunCounts(task).bytes();
        List<TaskCounts> runs = counts.ofTasks(prefix, prefix, MOST, name -> name, run -> task);
        return visible.isEverything()
                ? runs
                : runs.stream()
                        .flatMap(each -> task(each.runId(), task).stream())
                        .toList();
    }

    /** A task of a run, with what that says of it. */
    public Optional<TaskCounts> task(String run, String task) {
        if (!visible.hasRun(run)) {
            return Optional.empty();
        }
        Counts told = counts(run);
        long events = told.of(Layout.runTaskCount(run, task, RecordKey.Kind.EVENT));
        long artifacts = told.of(Layout.runTaskCount(run, task, RecordKey.Kind.ARTIFACT));
        return events + artifacts == 0 ? Optional.empty() : Optional.of(new TaskCounts(run, task, events, artifacts));
    }
}
