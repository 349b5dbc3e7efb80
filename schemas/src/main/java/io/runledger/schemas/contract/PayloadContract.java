package io.runledger.schemas.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * What the payloads of one event type must be: an Avro schema, held against JSON as people write it. A union's value is written
 * bare, without Avro's wrapper; a field with a default may be left out; a timestamp is RFC 3339 text or a whole number, a date
 * is text or a number of days; bytes are text of the characters U+0000 to U+00FF, one for each byte; a string of the logical
 * type {@code json} is any JSON.
 *
 * <p>A record refuses members that it does not name, unless it says {@code "additionalProperties": true}; a string field's
 * {@code enum} lists the texts that it takes; a field that says {@code "nullIsNoValue": true} takes null, and so do the members of
 * its map.
 *
 * <p>Nothing is filled in or changed: what fits is stored as it was sent. Whole numbers that a double cannot hold have no
 * canonical form (RFC 8785) and are refused before this is asked, also where the schema says {@code long}.
 *
 * <p>Events that come straight by Kafka are not held against it: the log takes them as they are. Immutable.
 */
public final class PayloadContract {
    /** Problems that are listed for one payload. */
    static final int MOST_PROBLEMS = 100;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUBJECT_PREFIX = "payload.";

    private final Schema schema;

    public PayloadContract(Schema schema) {
        this.schema = schema;
    }

    /** The registry subject of an event type's contract. */
    public static String subject(String eventType) {
        return SUBJECT_PREFIX + eventType;
    }

    /** The event type that a registry subject is for; empty if it is not a payload contract's. */
    public static Optional<String> eventType(String subject) {
        return Optional.of(subject)
                .filter(name -> name.startsWith(SUBJECT_PREFIX))
                .map(name -> name.substring(SUBJECT_PREFIX.length()))
                .filter(type -> nameProblem(type).isEmpty());
    }

    /** What is wrong with the name of an event type, if anything is. */
    public static Optional<String> nameProblem(String eventType) {
        return Format.TYPE.problem(eventType, Format.TYPE.maxLength());
    }

    /**
     * What a payload breaks; empty if it fits. Of more than a hundred problems the first are listed, and one that says so.
     *
     * @param payload JSON text in canonical form
     * @param pointer of the payload within its record; begins the pointers of all problems
     */
    public List<Problem> problems(String payload, String pointer) {
        PayloadCheck check = new PayloadCheck(pointer, MOST_PROBLEMS + 1);
        check.value(schema, parse(payload));
        if (check.problems().size() <= MOST_PROBLEMS) {
            return check.problems();
        }
        List<Problem> listed = new ArrayList<>(check.problems().subList(0, MOST_PROBLEMS));
        listed.add(new Problem(pointer, "has more than " + MOST_PROBLEMS + " problems; these are the first"));
        return listed;
    }

    private static JsonNode parse(String payload) {
        try {
            return JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the payload is not JSON", e);
        }
    }
}
