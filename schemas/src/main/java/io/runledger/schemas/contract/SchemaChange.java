package io.runledger.schemas.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType;

/** A schema against one before it: whether each can read what the other writes, by the rules of Avro. */
public final class SchemaChange {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Schema proposed;
    private final Schema earlier;
    private final int version;

    /**
     * A change.
     *
     * @param version the number of the earlier one
     */
    public SchemaChange(Schema proposed, Schema earlier, int version) {
        this.proposed = proposed;
        this.earlier = earlier;
        this.version = version;
    }

    /** Whether nothing changes but documentation. Registries need not keep a version for that. */
    public boolean isNone() {
        return proposed.equals(earlier)
                && withoutDocumentation(tree(proposed)).equals(withoutDocumentation(tree(earlier)));
    }

    /** Why the two are not compatible both ways, with pointers into the proposed schema; empty if they are. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (Incompatibility found : incompatibilities(proposed, earlier)) {
            problems.add(new Problem(
                    found.getLocation(),
                    found.getType() == SchemaIncompatibilityType.READER_FIELD_MISSING_DEFAULT_VALUE
                            ? found.getMessage() + " is not in version " + version
                                    + " and has no default; give it one, so that older events can be read"
                            : "cannot read what version " + version + " wrote: " + found.getMessage()));
        }
        for (Incompatibility found : incompatibilities(earlier, proposed)) {
            problems.add(new Problem(
                    inProposed(found.getLocation()),
                    found.getType() == SchemaIncompatibilityType.READER_FIELD_MISSING_DEFAULT_VALUE
                            ? "misses the field " + found.getMessage() + " of version " + version
                                    + ", which has no default there; keep it, so that older readers can still read"
                            : "cannot be read by version " + version + ": " + found.getMessage()));
        }
        return problems;
    }

    private static List<Incompatibility> incompatibilities(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities();
    }

    /** Avro points into the reader's schema: goes along the same names in the proposed one, as far as there are any. */
    private String inProposed(String location) {
        JsonNode there = tree(earlier);
        JsonNode here = tree(proposed);
        StringBuilder pointer = new StringBuilder();
        boolean inFields = false;
        for (String step : location.substring(1).split("/", -1)) {
            String same = inFields ? sameField(there.path(Integer.parseInt(step)), here) : step;
            there = child(there, step);
            here = child(here, same);
            if (here.isMissingNode()) {
                break;
            }
            pointer.append('/').append(same);
            inFields = step.equals("fields");
        }
        return pointer.toString();
    }

    private static JsonNode child(JsonNode node, String step) {
        return node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
    }

    /** The index of the field of the same name; of none, -1. */
    private static String sameField(JsonNode field, JsonNode fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.path(i).path("name").equals(field.path("name"))) {
                return String.valueOf(i);
            }
        }
        return "-1";
    }

    private static JsonNode withoutDocumentation(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            object.remove("doc");
        }
        schema.forEach(SchemaChange::withoutDocumentation);
        return schema;
    }

    private static JsonNode tree(Schema schema) {
        try {
            return JSON.readTree(schema.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro writes its schemas as JSON", e);
        }
    }
}
