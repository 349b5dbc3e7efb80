package io.runledger.streams.views.store;

import io.runledger.core.review.RequestType;
import io.runledger.core.run.Moment;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.RecordKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * How keys are laid out in the column families. Strings are UTF-8 and end with byte 0, which no name or id can hold;
 * numbers are eight bytes, big-endian, so that bytes sort as numbers do; occurred_at are microseconds since 1970 with the
 * sign turned over, so that times before 1970 come first.
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
 * states     'h' kind run 0 id 0 revision decision 0      -> decided_at, state's JSON  the last one stands
 *            'b' bundle 0 run 0 task 0                    -> (empty)                   tasks by the bundle that stands
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
    /** Raised with every change of what is written; views of another version are made again. */
    public static final long VERSION = 7;

    private Layout() {}

    /** Grows as it is written to. */
    public static final class Key {
        private byte[] bytes = new byte[96];
        private int length;

        /** One byte that tells kinds of keys apart. */
        public Key mark(int b) {
            room(1);
            bytes[length++] = (byte) b;
            return this;
        }

        public Key put(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            room(utf8.length + 1);
            System.arraycopy(utf8, 0, bytes, length, utf8.length);
            length += utf8.length;
            bytes[length++] = 0;
            return this;
        }

        public Key put(byte[] more) {
            room(more.length);
            System.arraycopy(more, 0, bytes, length, more.length);
            length += more.length;
            return this;
        }

        public Key put(RecordKey.Kind kind) {
            return mark(kind.word().charAt(0));
        }

        public Key put(RequestType.Subject kind) {
            return mark(kind.word().charAt(0));
        }

        public Key put(long number) {
            room(8);
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes[length++] = (byte) (number >>> shift);
            }
            return this;
        }

        /** A time by a producer's clock. */
        public Key put(Instant time) {
            return put(ChronoUnit.MICROS.between(Instant.EPOCH, time) ^ Long.MIN_VALUE);
        }

        public byte[] bytes() {
            return Arrays.copyOf(bytes, length);
        }

        private void room(int more) {
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
            }
        }
    }

    public static byte[] record(RecordKey.Kind kind, String run, long sequence) {
        return records(kind, run).put(sequence).bytes();
    }

    public static Key records(RecordKey.Kind kind, String run) {
        return new Key().put(kind).put(run);
    }

    public static byte[] id(RecordKey key) {
        return ids(key.kind(), key.id()).put(key.runId()).bytes();
    }

    public static Key ids(RecordKey.Kind kind, String id) {
        return new Key().put(kind).put(id);
    }

    public static byte[] posting(Key list, Place place) {
        return list.put(place.createdAt()).put(place.sequence()).bytes();
    }

    public static Key allPostings(RecordKey.Kind kind) {
        return new Key().put(kind).mark('g').mark('*');
    }

    public static Key timedRunPostings(RecordKey.Kind kind, String run) {
        return new Key().put(kind).mark('g').mark('r').put(run);
    }

    public static Key postings(RecordKey.Kind kind, Dimension dimension, String value) {
        return new Key().put(kind).mark('g').mark(dimension.mark()).put(value);
    }

    public static Key runPostings(RecordKey.Kind kind, String run, Dimension dimension, String value) {
        return new Key().put(kind).mark('r').put(run).mark(dimension.mark()).put(value);
    }

    /** Whether a posting does not tell by its key which run it is of. */
    public static boolean namesNoRun(byte[] posting) {
        return posting[1] == 's' || (posting[1] == 'g' && posting[2] != 'r');
    }

    public static byte[] following(RecordKey.Kind kind, long sequence) {
        return followings(kind).put(sequence).bytes();
    }

    /** Of the events that began a run. */
    public static Key starts(String run) {
        return lifecycle(run).mark('s');
    }

    /** Of the events that ended a run. */
    public static Key ends(String run) {
        return lifecycle(run).mark('f');
    }

    private static Key lifecycle(String run) {
        return new Key().put(RecordKey.Kind.EVENT).mark('l').put(run);
    }

    public static Key workOfRun(String run) {
        return new Key().put(RecordKey.Kind.EVENT).mark('w').put(run);
    }

    public static Key workOfTask(String run, String task) {
        return new Key().put(RecordKey.Kind.EVENT).mark('v').put(run).put(task);
    }

    /** An event in a list that is in order of the producers' time. */
    public static byte[] moment(Key list, Moment moment) {
        return list.put(moment.at()).put(moment.eventId()).bytes();
    }

    /** What {@link #moment} put behind the prefix of its list. */
    public static Moment moment(byte[] key, int at) {
        long micros = number(key, at) ^ Long.MIN_VALUE;
        return new Moment(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), text(key, at + Long.BYTES));
    }

    public static Key followings(RecordKey.Kind kind) {
        return new Key().put(kind).mark('s');
    }

    /** Of a record that was imported. */
    public static byte[] origin(String run, Place place, Origin origin) {
        return origins(run)
                .put(place.sequence())
                .put(origin.position().partition())
                .put(origin.position().offset())
                .bytes();
    }

    public static Key origins(String run) {
        return new Key().mark('o').mark('r').put(run);
    }

    public static byte[] originCount(String run) {
        return new Key().mark('O').put(run).bytes();
    }

    public static byte[] runCount(String run, RecordKey.Kind kind) {
        return new Key().mark('n').put(run).put(kind).bytes();
    }

    public static byte[] typeCount(RecordKey.Kind kind, String type) {
        return typeCounts(kind).put(type).bytes();
    }

    public static Key typeCounts(RecordKey.Kind kind) {
        return new Key().mark('t').put(kind);
    }

    public static byte[] runTypeCount(String run, RecordKey.Kind kind, String type) {
        return runTypeCounts(run, kind).put(type).bytes();
    }

    public static Key runTypeCounts(String run, RecordKey.Kind kind) {
        return new Key().mark('T').put(run).put(kind);
    }

    public static byte[] runTaskCount(String run, String task, RecordKey.Kind kind) {
        return runTaskCounts(run).put(task).put(kind).bytes();
    }

    public static Key runTaskCounts(String run) {
        return new Key().mark('k').put(run);
    }

    public static byte[] taskRunCount(String task, String run, RecordKey.Kind kind) {
        return taskRunCounts(task).put(run).put(kind).bytes();
    }

    public static Key taskRunCounts(String task) {
        return new Key().mark('K').put(task);
    }

    public static byte[] bundleRunCount(String bundle, String run) {
        return bundleRunCounts(bundle).put(run).bytes();
    }

    public static Key bundleRunCounts(String bundle) {
        return new Key().mark('B').put(bundle);
    }

    public static Key states(Subject subject) {
        return new Key().mark('h').put(subject.kind()).put(subject.runId()).put(subject.id());
    }

    public static byte[] taskOfBundle(String bundle, Subject task) {
        return tasksOfBundle(bundle).put(task.runId()).put(task.id()).bytes();
    }

    public static Key tasksOfBundle(String bundle) {
        return new Key().mark('b').put(bundle);
    }

    public static byte[] firstOfRun(String run) {
        return firstsOfRuns().put(run).bytes();
    }

    public static Key firstsOfRuns() {
        return new Key().mark('r');
    }

    public static byte[] runByFirst(Place first) {
        return runsByFirst().put(first.createdAt()).put(first.sequence()).bytes();
    }

    public static Key runsByFirst() {
        return new Key().mark('f');
    }

    public static byte[] reject(long offset) {
        return new Key().mark('o').put(offset).bytes();
    }

    /** Rejected records in order of time: of one reason, or all. */
    public static Key rejects(Optional<String> reason) {
        return reason.map(word -> new Key().mark('r').put(word)).orElseGet(() -> new Key().mark('a'));
    }

    public static byte[] rejectCount(String reason) {
        return rejectCounts().put(reason).bytes();
    }

    public static Key rejectCounts() {
        return new Key().mark('n');
    }

    public static byte[] number(long number) {
        return new Key().put(number).bytes();
    }

    public static long number(byte[] bytes, int at) {
        long number = 0;
        for (int i = at; i < at + 8; i++) {
            number = number << 8 | (bytes[i] & 0xff);
        }
        return number;
    }

    /** A text that ends with byte 0 in a key. */
    public static String text(byte[] key, int at) {
        return new String(key, at, end(key, at) - at, StandardCharsets.UTF_8);
    }

    /** Where the byte 0 of the text at {@code at} stands. */
    public static int end(byte[] key, int at) {
        int end = at;
        while (key[end] != 0) {
            end++;
        }
        return end;
    }
}
