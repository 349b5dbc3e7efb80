package io.runledger.bundle.run;

import static io.runledger.bundle.record.Field.optional;
import static io.runledger.bundle.record.Field.optionalWord;
import static io.runledger.bundle.record.Field.required;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.record.Field;
import io.runledger.bundle.record.Field.Kind;
import io.runledger.bundle.record.Json;
import io.runledger.schemas.contract.PayloadDigest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a bundle lists of the events of one type: a JSON array with an entry for each, in order of the log. Payloads may be
 * anything: what is not of the kind that its field has is left out.
 */
public enum EventList {
    EVIDENCE("evidence.json", "evidence.retrieved"),
    /** Without the arguments, which may be large and are in the events: their names and their digest. */
    TOOL_CALLS("tool_calls.json", "tool.called"),
    SCORECARD("eval/scorecard.json", "eval.scored"),
    /** There only if the run has such an event. */
    GATE("eval/gate.json", "eval.gated");

    private static final List<Field> OF_EVENT = List.of(
            required("event_id", Kind.NAME),
            required("sequence", Kind.COUNT),
            required("occurred_at", Kind.TIME),
            optional("task_id", Kind.NAME),
            required("producer", Kind.NAME),
            optional("actor", Kind.NAME));

    private static final List<Field> OF_EVIDENCE =
            List.of(optional("source", Kind.TEXT), optional("query", Kind.TEXT), optional("items", Kind.OBJECTS));

    private static final List<Field> OF_TOOL_CALLS = List.of(
            optional("name", Kind.TEXT),
            optional("status", Kind.TEXT),
            optional("duration_ms", Kind.NUMBER),
            optional("result_summary", Kind.TEXT),
            optionalWord("policy_verdict", "allowed", "denied", "needs-approval"),
            optional("policy_reason", Kind.TEXT),
            optional("argument_names", Kind.TEXTS),
            optional("arguments_blake3", Kind.DIGEST));

    private static final List<Field> OF_SCORECARD = List.of(
            optional("name", Kind.TEXT),
            optional("score", Kind.SCORE),
            optional("max", Kind.NUMBER),
            optional("passed", Kind.FLAG),
            optional("details", Kind.ANY));

    private static final List<Field> OF_GATE = List.of(
            optional("gate", Kind.TEXT),
            optionalWord("verdict", "pass", "fail"),
            optional("thresholds", Kind.OBJECT),
            optional("scores", Kind.OBJECT),
            optional("reasons", Kind.ANY));

    private final String file;
    private final String eventType;

    EventList(String file, String eventType) {
        this.file = file;
        this.eventType = eventType;
    }

    public String fileName() {
        return BundleFile.ROOT + file;
    }

    public String eventType() {
        return eventType;
    }

    public boolean isOptional() {
        return this == GATE;
    }

    /** What each entry has. */
    public List<Field> fields() {
        return Stream.of(OF_EVENT, ofPayload()).flatMap(List::stream).toList();
    }

    private List<Field> ofPayload() {
        return switch (this) {
            case EVIDENCE -> OF_EVIDENCE;
            case TOOL_CALLS -> OF_TOOL_CALLS;
            case SCORECARD -> OF_SCORECARD;
            case GATE -> OF_GATE;
        };
    }

    public static Optional<EventList> of(String eventType) {
        return Arrays.stream(values())
                .filter(list -> list.eventType.equals(eventType))
                .findFirst();
    }

    /** The entry of an event, which is as in an export. */
    public ObjectNode entry(ObjectNode event) {
        ObjectNode entry = Json.MAPPER.createObjectNode();
        copy(OF_EVENT, event, entry);
        JsonNode payload = event.path("payload");
        if (this == TOOL_CALLS) {
            copy(ofPayload(), summarised(payload), entry);
        } else {
            copy(ofPayload(), payload, entry);
        }
        return entry;
    }

    /** The fields that are what they must be. */
    static void copy(List<Field> fields, JsonNode from, ObjectNode to) {
        for (Field field : fields) {
            JsonNode value = from.get(field.name());
            if (value != null && field.check(value).isEmpty()) {
                to.set(field.name(), value);
            }
        }
    }

    private static ObjectNode summarised(JsonNode call) {
        ObjectNode summary = Json.MAPPER.createObjectNode();
        call.properties().forEach(field -> summary.set(field.getKey(), field.getValue()));
        summary.remove(List.of("argument_names", "arguments_blake3"));
        JsonNode arguments = call.get("arguments");
        if (arguments != null) {
            arguments.fieldNames().forEachRemaining(summary.withArrayProperty("argument_names")::add);
            String text = new String(Json.line(arguments), StandardCharsets.UTF_8);
            summary.put(
                    "arguments_blake3",
                    HexFormat.of().formatHex(PayloadDigest.of(text).bytes()));
        }
        return summary;
    }
}
