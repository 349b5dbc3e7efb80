package io.runledger.schemas.log;

import io.runledger.schemas.contract.Identifier;
import io.runledger.schemas.contract.Problem;
import io.runledger.v1.Event;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.codec.digest.Blake3;

/**
 * The event that hides a record for good. It names the record by {@code subject_kind} and {@code subject_id}, in its own
 * run, and its id follows from that: erasing twice is one event. An erasure itself cannot be erased.
 */
public final class Erasure {
    public static final String EVENT_TYPE = "record.erased";
    private static final String ID_PREFIX = "erased:";

    private Erasure() {}

    public static boolean is(Event event) {
        return event.getEventType().equals(EVENT_TYPE);
    }

    /** The id of the event that erases a record. */
    public static String eventId(RecordKey target) {
        return ID_PREFIX + HexFormat.of().formatHex(Blake3.hash(target.bytes()));
    }

    /** The record that an erasure names; empty if it does not name one, or not by the rules. */
    public static Optional<RecordKey> target(Event erasure) {
        String kind = erasure.getSubjectKind();
        String id = erasure.getSubjectId();
        if (kind == null || id == null || id.startsWith(ID_PREFIX)) {
            return Optional.empty();
        }
        return kind(kind).map(k -> new RecordKey(k, erasure.getRunId(), id)).filter(target -> eventId(target)
                .equals(erasure.getEventId()));
    }

    /** Whether an event has an id such as only erasures have. */
    public static boolean hasId(Event event) {
        return event.getEventId().startsWith(ID_PREFIX);
    }

    /** What is wrong with an erasure that is to be written, field by field; empty if nothing is. */
    public static List<Problem> problems(Event erasure) {
        List<Problem> problems = new ArrayList<>();
        String kind = erasure.getSubjectKind();
        String id = erasure.getSubjectId();
        if (kind == null || kind(kind).isEmpty()) {
            problems.add(new Problem("/subject_kind", "must be event or artifact: the kind of the record to erase"));
        }
        Optional<String> wrongId = id == null
                ? Optional.of("must be the id of the record to erase")
                : id.startsWith(ID_PREFIX)
                        ? Optional.of("is an erasure, which cannot be erased: it is what keeps the record hidden")
                        : Identifier.problem(id);
        wrongId.ifPresent(problem -> problems.add(new Problem("/subject_id", problem)));
        if (problems.isEmpty() && target(erasure).isEmpty()) {
            RecordKey target =
                    new RecordKey(kind(String.valueOf(kind)).orElseThrow(), erasure.getRunId(), String.valueOf(id));
            problems.add(new Problem(
                    "/event_id",
                    "must be " + eventId(target) + ", which follows from " + target + "; DELETE makes it by itself"));
        }
        return problems;
    }

    private static Optional<RecordKey.Kind> kind(String word) {
        for (RecordKey.Kind kind : RecordKey.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
