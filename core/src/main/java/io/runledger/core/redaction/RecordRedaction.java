package io.runledger.core.redaction;

import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Redaction of records. JSON is redacted, and what is written for people, which has the property
 * {@value #REDACTED} in the contract; a secret in an id, a name or a location cannot be, for these are what the record is found
 * by. Immutable.
 */
public final class RecordRedaction {
    /** The property of a field whose contract says so: a secret in its text is replaced; in any other text it is refused. */
    private static final String REDACTED = "redacted";

    private static final Set<String> JSON = Set.of("json", "json-object");
    private static final int MOST_ROUNDS = 3;
    private static final String REDACTIONS = "redactions";
    private static final String KEPT = "content_kept";

    private final Redaction redaction;

    public RecordRedaction(Redaction redaction) {
        this.redaction = redaction;
    }

    /**
     * A record after redaction.
     *
     * @param record with the digest of what is now its payload, and with its redactions; the same if nothing was found
     * @param hits secrets that were replaced
     * @param left secrets where nothing can be replaced: the record must not be stored
     */
    public record Cleaned<T>(T record, List<Hit> hits, List<Hit> left) {
        public Cleaned {
            hits = List.copyOf(hits);
            left = List.copyOf(left);
        }
    }

    /** Every secret of a record, wherever it is; content is none. */
    public List<Hit> secrets(SpecificRecord record) {
        return mayBeIn(record) ? look(record, Content.KEEP).found() : List.of();
    }

    /** The record without its secrets. */
    public <T extends SpecificRecord> Cleaned<T> clean(T record, Content content) {
        if (!mayBeIn(record)) {
            return new Cleaned<>(record, List.of(), List.of());
        }
        Pass pass = look(record, content);
        if (pass.pointers.isEmpty() && pass.kept.isEmpty()) {
            return new Cleaned<>(record, pass.hits, pass.left);
        }
        List<Hit> hits = new ArrayList<>(pass.hits);
        List<Hit> left = new ArrayList<>(pass.left);
        IndexedRecord clean = pass.clean;
        note(clean, REDACTIONS, pass.pointers);
        note(clean, KEPT, pass.kept);
        for (int round = 1; ; round++) {
            Pass again = look(clean, Content.KEEP); // as the views will
            left.addAll(again.left);
            if (again.hits.isEmpty() || round == MOST_ROUNDS) {
                left.addAll(again.hits);
                break;
            }
            hits.addAll(again.hits);
            clean = again.clean;
            note(clean, REDACTIONS, again.pointers);
        }
        if (clean instanceof Event event) {
            clean.put(clean.getSchema().getField("payload_digest").pos(), PayloadDigest.of(event.getPayload()));
        }
        @SuppressWarnings("unchecked") // a record of the same schema
        T cleaned = (T) clean;
        return new Cleaned<>(cleaned, hits, left);
    }

    private Pass look(IndexedRecord record, Content content) {
        return new Pass(record, content, Budget.of(characters(record)));
    }

    private static long characters(IndexedRecord record) {
        long all = 0;
        int fields = record.getSchema().getFields().size();
        for (int i = 0; i < fields; i++) {
            Object value = record.get(i);
            if (value instanceof String text) {
                all += text.length();
            } else if (value instanceof List<?> items) {
                for (Object item : items) {
                    all += item.toString().length();
                }
            } else if (value instanceof IndexedRecord nested) {
                all += characters(nested);
            }
        }
        return all;
    }

    /** One look at every text, which for most records is the last: nothing is copied, and no pointer made. */
    private boolean mayBeIn(IndexedRecord record) {
        int fields = record.getSchema().getFields().size();
        for (int i = 0; i < fields; i++) {
            if (mayBeIn(record.get(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean mayBeIn(@Nullable Object value) {
        if (value instanceof String text) {
            return redaction.mayBeIn(text);
        }
        if (value instanceof List<?> items) {
            for (Object item : items) {
                if (redaction.mayBeIn(item.toString())) {
                    return true;
                }
            }
            return false;
        }
        return value instanceof IndexedRecord nested && mayBeIn(nested);
    }

    private static void note(IndexedRecord record, String field, Set<String> pointers) {
        int position = record.getSchema().getField(field).pos();
        Set<String> all = new TreeSet<>(pointers);
        if (record.get(position) instanceof List<?> before) {
            before.forEach(pointer -> all.add(pointer.toString()));
        }
        if (!all.isEmpty()) {
            record.put(position, List.copyOf(all));
        }
    }

    /** One look at a record. */
    private final class Pass {
        private final Content content;
        private final Budget budget;
        private final List<Hit> hits = new ArrayList<>();
        private final List<Hit> left = new ArrayList<>();
        private final Set<String> pointers = new TreeSet<>();
        private final Set<String> kept = new TreeSet<>();
        private final IndexedRecord clean;

        Pass(IndexedRecord record, Content content, Budget budget) {
            this.content = content;
            this.budget = budget;
            this.clean = fields(record, "");
        }

        List<Hit> found() {
            return Stream.concat(left.stream(), hits.stream()).toList();
        }

        IndexedRecord fields(IndexedRecord record, String above) {
            IndexedRecord clean = (IndexedRecord) SpecificData.get().newRecord(null, record.getSchema());
            for (Schema.Field field : record.getSchema().getFields()) {
                clean.put(field.pos(), value(record.get(field.pos()), field, above + "/" + field.name()));
            }
            return clean;
        }

        private @Nullable Object value(@Nullable Object value, Schema.Field field, String pointer) {
            boolean isText = Boolean.TRUE.equals(field.getObjectProp(REDACTED));
            if (value instanceof String text) {
                return JSON.contains(String.valueOf(field.getProp("format")))
                        ? json(text, pointer)
                        : text(text, pointer, isText);
            }
            if (value instanceof List<?> items) {
                List<String> clean = new ArrayList<>(items.size());
                for (int i = 0; i < items.size(); i++) {
                    clean.add(text(items.get(i).toString(), pointer + "/" + i, isText));
                }
                return clean;
            }
            if (value instanceof IndexedRecord nested) {
                return fields(nested, pointer);
            }
            return value;
        }

        private String json(String text, String pointer) {
            Redacted redacted = redaction.once(text, pointer, content, budget);
            hits.addAll(redacted.hits());
            kept.addAll(redacted.kept());
            redacted.hits().forEach(hit -> pointers.add(hit.pointer()));
            redacted.dropped().forEach(hit -> pointers.add(hit.pointer()));
            return redacted.text();
        }

        private String text(String text, String pointer, boolean replaceable) {
            Redacted redacted = redaction.textOnce(text, pointer, budget);
            if (redacted.hits().isEmpty()) {
                return text;
            }
            if (!replaceable) {
                left.addAll(redacted.hits());
                return text;
            }
            hits.addAll(redacted.hits());
            redacted.hits().forEach(hit -> pointers.add(hit.pointer()));
            return redacted.text();
        }
    }
}
