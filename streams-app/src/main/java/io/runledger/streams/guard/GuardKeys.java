package io.runledger.streams.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.runledger.schemas.log.RecordKey;
import java.util.List;

/**
 * The layout of the guard's table. Parts are UTF-8 with a zero byte between, which no name holds. No key is deleted but for
 * one that stands above it, or for an erasure: see {@link GuardState}.
 *
 * <pre>
 * filled                             nothing; exists once the log's history was read. Numbered by the layout
 * verdict   record key of a request  the decision's value, as it was appended
 * elsewhere record key of a request  nothing; its decision was imported, and is not this guard's to say
 * said      record key of a decision which guard found it on the log, and its offset there: see {@link PublishedDecisions}
 * erased    record key               nothing
 * artifact  run, artifact, number    ArtifactState in JSON; numbered by its revision, whether it was healed, and the decision
 * task      run, task, number        TaskState in JSON; numbered by its revision and the decision
 * kept      run, artifact, number    provider, location and metadata, as the artifact's record says; whether it was healed
 * type      run, artifact, number    what type the artifact's record says it is of
 * on-task   run, task, artifact      nothing; a hint: the artifact's state says whether it is so
 * in-bundle run, bundle, artifact    nothing; a hint likewise
 * file      run, file, place, event  nothing; the place is the event's sequence in 16 hexadecimal digits
 * of-task   run, task, file, event   nothing; a hint: the file's first event says whether it is so
 * registers run, event, place        the file, and its task or nothing
 * </pre>
 */
final class GuardKeys {
    /** Of a table that has all that is listed here; one that lacks it reads the log's history again. */
    static final byte[] FILLED = key("filled", "4");

    private static final String SEPARATOR = "\0";

    private GuardKeys() {}

    static byte[] verdict(RecordKey request) {
        return key("verdict", request.toString());
    }

    static byte[] elsewhere(RecordKey request) {
        return key("elsewhere", request.toString());
    }

    static byte[] published(RecordKey decision) {
        return key("said", decision.toString());
    }

    static byte[] erased(RecordKey key) {
        return key("erased", key.toString());
    }

    /** The prefix of the artifact's numbers. */
    static byte[] artifact(String run, String artifact) {
        return key("artifact", run, artifact, "");
    }

    /** The prefix of the task's numbers. */
    static byte[] task(String run, String task) {
        return key("task", run, task, "");
    }

    static byte[] onTask(String run, String task, String artifact) {
        return key("on-task", run, task, artifact);
    }

    static byte[] inBundle(String run, String bundle, String artifact) {
        return key("in-bundle", run, bundle, artifact);
    }

    /** The prefix of the record's numbers. */
    static byte[] kept(String run, String artifact) {
        return key("kept", run, artifact, "");
    }

    /** The prefix of the type's numbers. */
    static byte[] type(String run, String artifact) {
        return key("type", run, artifact, "");
    }

    static byte[] file(String run, String file, String place, String event) {
        return key("file", run, file, place, event);
    }

    /** The prefix of all events that register the file, the first one first. */
    static byte[] file(String run, String file) {
        return key("file", run, file, "");
    }

    static byte[] ofTask(String run, String task, String file, String event) {
        return key("of-task", run, task, file, event);
    }

    /** The prefix of all files of the task. */
    static byte[] ofTask(String run, String task) {
        return key("of-task", run, task, "");
    }

    /** The prefix of the event's places. */
    static byte[] registers(String run, String event) {
        return key("registers", run, event, "");
    }

    static byte[] numbered(byte[] prefix, String number) {
        return key(new String(prefix, UTF_8) + number);
    }

    /** In the order of numbers. */
    static String number(long number) {
        return String.format("%016x", number);
    }

    /** Several names as one value. */
    static byte[] key(String... parts) {
        return String.join(SEPARATOR, parts).getBytes(UTF_8);
    }

    static List<String> parts(byte[] key) {
        return List.of(new String(key, UTF_8).split(SEPARATOR, -1));
    }
}
