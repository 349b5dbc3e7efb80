package io.runledger.bundle.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.runledger.v1.Artifact;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an artifact's record says otherwise than its line, which shows it as decisions left it. It is in the line, so
 * that nothing is lost: only the fields that differ, and null for what the record does not have.
 */
public final class RegisteredArtifact {
    /** The field of an artifact's line. */
    public static final String FIELD = "registered";

    /** The metadata's text, where it is not in canonical form. */
    public static final String METADATA_TEXT = "metadata_text";

    static final String METADATA = "metadata";

    private RegisteredArtifact() {}

    /** @param shown the same artifact as decisions left it */
    public static ObjectNode differing(Artifact record, Artifact shown) {
        ObjectNode differing = Json.MAPPER.createObjectNode();
        text("status", record.getStatus(), shown.getStatus(), differing);
        text("title", record.getTitle(), shown.getTitle(), differing);
        text("summary", record.getSummary(), shown.getSummary(), differing);
        text("task_id", record.getTaskId(), shown.getTaskId(), differing);
        text("bundle_id", record.getBundleId(), shown.getBundleId(), differing);
        if (!record.getTags().equals(shown.getTags())) {
            differing.set("tags", Json.MAPPER.<JsonNode>valueToTree(List.copyOf(record.getTags())));
        }
        metadata(record.getMetadata(), shown.getMetadata(), differing);
        return differing;
    }

    private static void text(String name, @Nullable String record, @Nullable String shown, ObjectNode differing) {
        if (!Objects.equals(record, shown)) {
            differing.put(name, record);
        }
    }

    private static void metadata(@Nullable String record, @Nullable String shown, ObjectNode differing) {
        if (record != null && !ExactJson.isCanonical(record)) {
            differing.put(METADATA_TEXT, record);
        } else if (record == null && shown != null) {
            differing.putNull(METADATA);
        } else if (record != null && !record.equals(shown)) {
            differing.putRawValue(METADATA, new RawValue(record));
        }
    }

    /** The fields of a line as they were registered; without metadata if the line has their text. */
    static ObjectNode of(ObjectNode line) {
        ObjectNode registered = line.deepCopy();
        if (line.get(FIELD) instanceof ObjectNode differing) {
            differing.properties().forEach(field -> {
                if (field.getValue().isNull()) {
                    registered.remove(field.getKey());
                } else {
                    registered.set(field.getKey(), field.getValue());
                }
            });
            if (differing.has(METADATA_TEXT)) {
                registered.remove(METADATA);
            }
        }
        return registered;
    }
}
