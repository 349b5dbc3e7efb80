package io.runledger.schemas.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record of the schemas' topic: its key is text, its value text or JSON. */
public sealed interface CatalogEntry {
    ObjectMapper JSON = new ObjectMapper();

    /** {@code schema/<id>}: the text of the schema. Never deleted, for records of the log name it. */
    record OfId(int id, String schema) implements CatalogEntry {
        @Override
        public String key() {
            return "schema/" + id;
        }

        @Override
        public String value() {
            return schema;
        }
    }

    /** {@code version/<subject>/<number>}: which schema a version is. A deleted one keeps its number. */
    record OfVersion(String subject, int version, int id, boolean isDeleted) implements CatalogEntry {
        @Override
        public String key() {
            return "version/" + subject + "/" + version;
        }

        @Override
        public String value() {
            return JSON.createObjectNode()
                    .put("id", id)
                    .put("deleted", isDeleted)
                    .toString();
        }
    }

    /** {@code config/<subject>}, or {@code config/} for all subjects: the compatibility that is asked for; none if it is empty. */
    record OfRule(String subject, String rule) implements CatalogEntry {
        @Override
        public String key() {
            return "config/" + subject;
        }

        @Override
        public String value() {
            return rule;
        }
    }

    String key();

    String value();

    /** The entry that a record is; empty if it is none that this version knows. */
    static Optional<CatalogEntry> of(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || value == null) {
            return Optional.empty();
        }
        String name = new String(key, UTF_8);
        String content = new String(value, UTF_8);
        int first = name.indexOf('/') + 1;
        int last = name.lastIndexOf('/') + 1;
        try {
            return switch (name.substring(0, first)) {
                case "schema/" -> Optional.of(new OfId(Integer.parseInt(name.substring(first)), content));
                case "config/" -> Optional.of(new OfRule(name.substring(first), content));
                case "version/" -> Optional.of(version(name.substring(first, last - 1), name.substring(last), content));
                default -> Optional.empty();
            };
        } catch (NumberFormatException | IndexOutOfBoundsException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static OfVersion version(String subject, String number, String content) throws JsonProcessingException {
        JsonNode version = JSON.readTree(content);
        return new OfVersion(
                subject,
                Integer.parseInt(number),
                version.path("id").asInt(),
                version.path("deleted").asBoolean());
    }
}
