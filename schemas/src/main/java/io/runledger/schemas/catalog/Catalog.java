package io.runledger.schemas.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the topic of schemas says, in memory. The first schema of an id stays, whatever comes later. For one thread at a time. */
final class Catalog {
    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);

    private final NavigableMap<Integer, String> texts = new TreeMap<>();
    private final Map<Integer, Optional<Schema>> parsed = new TreeMap<>();
    private final Map<String, Integer> renderings = new HashMap<>();
    private final NavigableMap<String, NavigableMap<Integer, CatalogEntry.OfVersion>> subjects = new TreeMap<>();
    private final Map<String, Compatibility> rules = new TreeMap<>();
    private final List<CatalogEntry.OfId> overwritten = new ArrayList<>();

    /** Takes in the next record of the topic. */
    void apply(CatalogEntry entry) {
        if (entry instanceof CatalogEntry.OfId schema) {
            apply(schema);
        } else if (entry instanceof CatalogEntry.OfVersion version) {
            subjects.computeIfAbsent(version.subject(), subject -> new TreeMap<>())
                    .put(version.version(), version);
        } else if (entry instanceof CatalogEntry.OfRule rule) {
            Compatibility.named(rule.rule())
                    .ifPresentOrElse(level -> rules.put(rule.subject(), level), () -> rules.remove(rule.subject()));
        }
    }

    private void apply(CatalogEntry.OfId entry) {
        String first = texts.putIfAbsent(entry.id(), entry.schema());
        if (first == null) {
            schema(entry.id()).ifPresent(schema -> renderings.merge(schema.toString(), entry.id(), Math::min));
        }
        if (first == null || first.equals(entry.schema())) {
            return;
        }
        Optional<Schema> other = WriterSchema.parsed(entry.schema());
        if (other.isPresent()
                && schema(entry.id())
                        .filter(known -> WriterSchema.areSame(known, other.get()))
                        .isPresent()) {
            return;
        }
        LOG.error(
                "another schema was written under a known id of the schemas' topic; the first one stays, id={}",
                entry.id());
        overwritten.add(new CatalogEntry.OfId(entry.id(), first));
    }

    /** Entries that compaction would lose because another followed under their id: to be appended again, once. */
    List<CatalogEntry.OfId> takeOverwritten() {
        List<CatalogEntry.OfId> taken = List.copyOf(overwritten);
        overwritten.clear();
        return taken;
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    /** The text of an id's schema, as it was registered. */
    Optional<String> text(int id) {
        return Optional.ofNullable(texts.get(id));
    }

    /** The schema of an id; empty if there is none, or if it is not of Avro. */
    Optional<Schema> schema(int id) {
        String text = texts.get(id);
        return text == null ? Optional.empty() : parsed.computeIfAbsent(id, missing -> WriterSchema.parsed(text));
    }

    /** Ascending. */
    List<Integer> ids() {
        return List.copyOf(texts.keySet());
    }

    /** The lowest id of exactly this schema, in Avro's own rendering. */
    OptionalInt idWithText(String rendering) {
        Integer id = renderings.get(rendering);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** The lowest id under which bytes of this writer's schema can be read. */
    OptionalInt idReadAs(Schema schema) {
        return texts.keySet().stream()
                .mapToInt(Integer::intValue)
                .filter(id -> schema(id)
                        .filter(known -> WriterSchema.areSame(known, schema))
                        .isPresent())
                .findFirst();
    }

    /** The next id that was never given. */
    int freeId() {
        return texts.isEmpty() ? 1 : texts.lastKey() + 1;
    }

    /** All versions of all subjects, deleted ones too. */
    NavigableMap<String, NavigableMap<Integer, CatalogEntry.OfVersion>> subjects() {
        return subjects;
    }

    /** The rule that was set for a subject, or for all of them under the empty name. */
    Optional<Compatibility> rule(String subject) {
        return Optional.ofNullable(rules.get(subject));
    }
}
