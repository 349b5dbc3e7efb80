package io.runledger.streams.views.store;

import io.runledger.core.run.Moment;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.RecordKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Which keys the column families hold, and of which parts: {@link KeyBuilder} puts them together, {@link KeyReader}
 * takes them apart. Strings end with byte 0, numbers are eight bytes; occurred_at are microseconds since 1970 with the
 * sign bit flipped, so that times before 1970 come first.
 *
 * <pre>
 * records    kind run 0 sequence                          -> created_at, its origin, wire bytes    a run's timeline is one range
 * ids        kind id 0 run 0                              -> sequence
 * postings   kind 'g' '*' created_at sequence              -> run                     all records of a kind
 *            kind 'g' 'r' run 0 created_at sequence       -> (empty)                   of a run, in order of time
 *            kind 'g' dimension value 0 created_at sequence -> run                   over all runs
 *            kind 'r' run 0 dimension value 0 sequence    -> (empty)                   within a run
 *            kind 's' sequence                            -> run                       in order of the log, to follow it
 *            kind 'l' run 0 's' or 'f' occurred_at id 0   -> (empty)                   a run's starts, and its ends
 *            kind 'w' run 0 occurred_at id 0              -> (empty)                   a run's work, in the producers' time
 *            kind 'v' run 0 task 0 occurred_at id 0       -> (empty)                   a task's work, likewise
 *            'o' 'r' run 0 sequence, then of the origin partition sequence -> (empty)   imported records of a run
 * directory  'n' run 0 kind                               -> count                     records of a run
 *            'O' run 0                                    -> count                     imported records of a run
 *            't' kind type 0                              -> count
 *            'T' run 0 kind type 0                        -> count
 *            'k' run 0 task 0 kind                        -> count                     a run's tasks
 *            'K' task 0 run 0 kind                        -> count                     a task's runs
 *            'r' run 0                                    -> sequence, created_at      of the run's first record
 *            'f' created_at sequence                      -> run                       runs by their first record
 *            'B' bundle 0 run 0                           -> count                     a bundle's artifacts, by run
 * states     'h' kind run 0 id 0 revision decision 0      -> decided_at, state's JSON  the last one is current
 *            'b' bundle 0 run 0 task 0                    -> (empty)                   tasks by their current bundle
 * erased     kafka key                                    -> (empty)
 * rejects    'o' offset                                   -> what was rejected, and why
 *            'a' timestamp offset                         -> (empty)
 *            'r' reason 0 timestamp offset                -> (empty)
 *            'n' reason 0                                 -> count
 * outbox     see {@code Outbox}
 * default    'layout'                                     -> VERSION, redaction rules' fingerprint
 *            'log'                                        -> the id of the topic
 *            'applied'                                    -> offset and tallies
 * </pre>
 */
public final class Layout {
    /** Raised with every change of what is written, as a test sees to; views of another version are rebuilt. */
    public static final long VERSION = 8;

    private Layout() {}

    public static byte[] record(RecordKey.Kind kind, String run, long sequence) {
        return records(kind, run).put(sequence).bytes();
    }

    public static KeyBuilder records(RecordKey.Kind kind, String run) {
        return new KeyBuilder().put(kind).put(run);
    }

    public static byte[] id(RecordKey key) {
        return ids(key.kind(), key.id()).put(key.runId()).bytes();
    }

    public static KeyBuilder ids(RecordKey.Kind kind, String id) {
        return new KeyBuilder().put(kind).put(id);
    }

    public static byte[] posting(KeyBuilder list, Place place) {
        return list.put(place.createdAt()).put(place.sequence()).bytes();
    }

    public static KeyBuilder allPostings(RecordKey.Kind kind) {
        return new KeyBuilder().put(kind).mark('g').mark('*');
    }

    public static KeyBuilder timedRunPostings(RecordKey.Kind kind, String run) {
        return new KeyBuilder().put(kind).mark('g').mark('r').put(run);
    }

    public static KeyBuilder postings(RecordKey.Kind kind, Dimension dimension, String value) {
        return new KeyBuilder().put(kind).mark('g').mark(dimension.mark()).put(value);
    }

    public static KeyBuilder runPostings(RecordKey.Kind kind, String run, Dimension dimension, String value) {
        return new KeyBuilder()
                .put(kind)
                .mark('r')
                .put(run)
                .mark(dimension.mark())
                .put(value);
    }

    /** The key of one record in a list of a run's. */
    public static byte[] runPosting(RecordKey.Kind kind, String run, Dimension dimension, String value, long sequence) {
        return runPostings(kind, run, dimension, value).put(sequence).bytes();
    }

    /** Whether a posting's key does not name its run. */
    public static boolean namesNoRun(byte[] posting) {
        return posting[1] == 's' || (posting[1] == 'g' && posting[2] != 'r');
    }

    public static byte[] following(RecordKey.Kind kind, long sequence) {
        return followings(kind).put(sequence).bytes();
    }

    /** Of the events that began a run. */
    public static KeyBuilder starts(String run) {
        return lifecycle(run).mark('s');
    }

    /** Of the events that ended a run. */
    public static KeyBuilder ends(String run) {
        return lifecycle(run).mark('f');
    }

    private static KeyBuilder lifecycle(String run) {
        return new KeyBuilder().put(RecordKey.Kind.EVENT).mark('l').put(run);
    }

    public static KeyBuilder workOfRun(String run) {
        return new KeyBuilder().put(RecordKey.Kind.EVENT).mark('w').put(run);
    }

    public static KeyBuilder workOfTask(String run, String task) {
        return new KeyBuilder().put(RecordKey.Kind.EVENT).mark('v').put(run).put(task);
    }

    /** An event in a list that is in order of the producers' time. */
    public static byte[] moment(KeyBuilder list, Moment moment) {
        return list.put(moment.at()).put(moment.eventId()).bytes();
    }

    /** What {@link #moment} put after the prefix of its list. */
    public static Moment moment(byte[] key, int at) {
        long micros = KeyReader.number(key, at) ^ Long.MIN_VALUE;
        return new Moment(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), KeyReader.text(key, at + Long.BYTES));
    }

    public static KeyBuilder followings(RecordKey.Kind kind) {
        return new KeyBuilder().put(kind).mark('s');
    }

    /** Of a record that was imported. */
    public static byte[] origin(String run, Place place, Origin origin) {
        return origins(run)
                .put(place.sequence())
                .put(origin.position().partition())
                .put(origin.position().offset())
                .bytes();
    }

    public static KeyBuilder origins(String run) {
        return new KeyBuilder().mark('o').mark('r').put(run);
    }

    public static byte[] originCount(String run) {
        return new KeyBuilder().mark('O').put(run).bytes();
    }

    public static byte[] runCount(String run, RecordKey.Kind kind) {
        return new KeyBuilder().mark('n').put(run).put(kind).bytes();
    }

    public static byte[] typeCount(RecordKey.Kind kind, String type) {
        return typeCounts(kind).put(type).bytes();
    }

    public static KeyBuilder typeCounts(RecordKey.Kind kind) {
        return new KeyBuilder().mark('t').put(kind);
    }

    public static byte[] runTypeCount(String run, RecordKey.Kind kind, String type) {
        return runTypeCounts(run, kind).put(type).bytes();
    }

    public static KeyBuilder runTypeCounts(String run, RecordKey.Kind kind) {
        return new KeyBuilder().mark('T').put(run).put(kind);
    }

    public static byte[] runTaskCount(String run, String task, RecordKey.Kind kind) {
        return runTaskCounts(run).put(task).put(kind).bytes();
    }

    public static KeyBuilder runTaskCounts(String run) {
        return new KeyBuilder().mark('k').put(run);
    }

    public static byte[] taskRunCount(String task, String run, RecordKey.Kind kind) {
        return taskRunCounts(task).put(run).put(kind).bytes();
    }

    public static KeyBuilder taskRunCounts(String task) {
        return new KeyBuilder().mark('K').put(task);
    }

    public static byte[] bundleRunCount(String bundle, String run) {
        return bundleRunCounts(bundle).put(run).bytes();
    }

    public static KeyBuilder bundleRunCounts(String bundle) {
        return new KeyBuilder().mark('B').put(bundle);
    }

    public static KeyBuilder states(Subject subject) {
        return new KeyBuilder()
                .mark('h')
                .put(subject.kind())
                .put(subject.runId())
                .put(subject.id());
    }

    public static byte[] taskOfBundle(String bundle, Subject task) {
        return tasksOfBundle(bundle).put(task.runId()).put(task.id()).bytes();
    }

    public static KeyBuilder tasksOfBundle(String bundle) {
        return new KeyBuilder().mark('b').put(bundle);
    }

    public static byte[] firstOfRun(String run) {
        return firstsOfRuns().put(run).bytes();
    }

    public static KeyBuilder firstsOfRuns() {
        return new KeyBuilder().mark('r');
    }

    public static byte[] runByFirst(Place first) {
        return runsByFirst().put(first.createdAt()).put(first.sequence()).bytes();
    }

    public static KeyBuilder runsByFirst() {
        return new KeyBuilder().mark('f');
    }

    public static byte[] reject(long offset) {
        return new KeyBuilder().mark('o').put(offset).bytes();
    }

    /** Rejected records in order of time: of one reason, or all. */
    public static KeyBuilder rejects(Optional<String> reason) {
        return reason.map(word -> new KeyBuilder().mark('r').put(word)).orElseGet(() -> new KeyBuilder().mark('a'));
    }

    public static byte[] rejectCount(String reason) {
        return rejectCounts().put(reason).bytes();
    }

    public static KeyBuilder rejectCounts() {
        return new KeyBuilder().mark('n');
    }
}
