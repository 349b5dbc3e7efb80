package io.runledger.schemas.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.runledger.v1.Blake3;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object into a record, strictly, collecting every problem on the way. */
final class JsonReading {
    private final JsonParser parser;
    private final List<Problem> problems;
    private final IdSource ids;
    private final @Nullable Filling filling;
    private final boolean atDoor;

    /**
     * Begins to read.
     *
     * @param filling of a record that may leave out what it fills in; null for one that may not
     * @param atDoor whether it comes to the door now, which asks for more than it did of what is on the log
     */
    JsonReading(JsonParser parser, List<Problem> problems, IdSource ids, @Nullable Filling filling, boolean atDoor) {
        this.atDoor = atDoor;
        this.parser = parser;
        this.problems = problems;
        this.ids = ids;
        this.filling = filling;
    }

    /** The parser is at the value's first token and is left on its last. What is wrong stays unset. */
    @Nullable
    IndexedRecord record(RecordRules rules) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            wrongType("an object");
            return null;
        }
        IndexedRecord record = (IndexedRecord) SpecificData.get().newRecord(null, rules.schema());
        BitSet seen = new BitSet();
        BitSet given = new BitSet();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            FieldRule rule = rules.named(parser.currentName());
            parser.nextToken();
            if (rule == null) {
                problem("is not a field of " + rules.schema().getName() + "; leave it out"
                        + (rules.named("payload") != null
                                ? " or put it into the payload"
                                : rules.named("metadata") != null ? " or put it into the metadata" : ""));
                parser.skipChildren();
            } else if (seen.get(rule.field().pos())) {
                problem("appears twice; give each name once");
                parser.skipChildren();
            } else {
                seen.set(rule.field().pos());
                if (!isLeftOut(rule)) {
                    given.set(rule.field().pos());
                    member(rule, record);
                }
            }
        }
        for (FieldRule rule : rules.rules()) {
            if (!given.get(rule.field().pos())) {
                absent(rules, rule, record);
            }
        }
        noteFilledIn(rules, record);
        if (atDoor) {
            DoorRule.digestProblem(record).ifPresent(detail -> digest(pointer() + "/value", detail));
        }
        return record;
    }

    private void digest(String pointer, String detail) {
        if (problems.stream().noneMatch(problem -> problem.pointer().equals(pointer))) {
            problems.add(new Problem(pointer, detail));
        }
    }

    private void member(FieldRule rule, IndexedRecord record) throws IOException {
        if (rule.ledger()) {
            problem("is set by the ledger; leave it out");
            parser.skipChildren();
        } else {
            record.put(rule.field().pos(), value(rule));
        }
    }

    /** Null says the same as not being there, as many serializers write it; but a payload is any JSON, null too. */
    private boolean isLeftOut(FieldRule rule) {
        return parser.currentToken() == JsonToken.VALUE_NULL && rule.format() != Format.JSON;
    }

    private void noteFilledIn(RecordRules rules, IndexedRecord record) {
        FieldRule rule = rules.named(ContentRule.FILLED_IN);
        if (rule != null && filling != null && !filling.filledIn().isEmpty()) {
            record.put(rule.field().pos(), List.copyOf(filling.filledIn()));
        }
    }

    private void absent(RecordRules rules, FieldRule rule, IndexedRecord record) {
        Object value = null;
        String digestOf = rule.field().getProp("digest_of");
        if (rule.made()) {
            FieldRule run = rules.named("run_id");
            value = ids.idFor(
                    run == null ? null : (String) record.get(run.field().pos()));
        } else if (digestOf != null) {
            FieldRule source = rules.named(digestOf);
            Object text = source == null ? null : record.get(source.field().pos());
            value = text == null ? new Blake3(new byte[32]) : PayloadDigest.of((String) text);
        } else if (rule.filled() != null) {
            value = filling == null ? null : filling.value(rule, rule.filled(), rules, record);
            require(rule, value);
        } else if (rule.field().hasDefaultValue()) {
            value = SpecificData.get().getDefaultValue(rule.field());
        } else {
            require(rule, null);
        }
        record.put(rule.field().pos(), value);
    }

    private void require(FieldRule rule, @Nullable Object value) {
        String pointer = pointer() + "/" + rule.name();
        if (value instanceof String text) {
            problem(rule, text).ifPresent(detail -> problems.add(new Problem(pointer, detail)));
        } else if (value == null && !isOfWhatIsMissing(rule)) {
            problems.add(new Problem(
                    pointer,
                    filling != null && rule.filled() == Filling.Source.PRODUCER
                            ? "is required; name the program that says so here or in the header Runledger-Producer"
                            : "is required"));
        }
    }

    /** The provider follows from the location, which is asked for by itself. */
    private boolean isOfWhatIsMissing(FieldRule rule) {
        return filling != null && rule.filled() == Filling.Source.LOCATION;
    }

    /** The parser is at the value's first token and is left on its last. Null if it is null or wrong. */
    @Nullable
    Object value(FieldRule rule) throws IOException {
        if (isLeftOut(rule)) {
            return null;
        }
        if (rule.kind() == FieldRule.Kind.JSON) {
            return json(rule);
        }
        return switch (rule.kind()) {
            case STRING -> text(rule);
            case LONG -> number();
            case TIMESTAMP -> timestamp();
            case STRINGS -> texts(rule);
            case RECORD -> {
                RecordRules nested = rule.record();
                yield nested == null ? null : record(nested);
            }
            case JSON, DIGEST -> throw new IllegalStateException("not read from JSON: " + rule.name());
        };
    }

    private @Nullable String json(FieldRule rule) throws IOException {
        if (rule.format() == Format.JSON_OBJECT && parser.currentToken() != JsonToken.START_OBJECT) {
            wrongType("an object");
            return null;
        }
        String text = CanonicalJson.read(parser, problems);
        if (text.length() > rule.maxLength()) {
            problem("is longer than " + rule.maxLength() + " characters");
        }
        return text;
    }

    private @Nullable String text(FieldRule rule) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            wrongType("a string");
            return null;
        }
        String text = parser.getText();
        problem(rule, text).ifPresent(this::problem);
        return text;
    }

    private Optional<String> problem(FieldRule rule, String text) {
        return atDoor ? rule.problemAtDoor(text) : rule.problem(text);
    }

    private @Nullable Long number() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            wrongType("a whole number below 2^63");
            return null;
        }
        long number = parser.getLongValue();
        if (number < 0) {
            problem("must not be negative");
        }
        return number;
    }

    private @Nullable Object timestamp() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            wrongType("a string");
            return null;
        }
        try {
            return Timestamps.parse(parser.getText());
        } catch (DateTimeException e) {
            problem(
                    "must be an RFC 3339 time with its offset, such as 2026-11-21T10:00:00.000001Z, in the years 0 to 9999");
            return null;
        }
    }

    private @Nullable List<String> texts(FieldRule rule) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            wrongType("an array of strings");
            return null;
        }
        String path = pointer();
        List<String> items = new ArrayList<>();
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            count++;
            if (count > rule.maxItems()) {
                parser.skipChildren(); // one problem tells of all of them
                continue;
            }
            String item = text(rule);
            if (item != null) {
                items.add(item);
            }
        }
        if (count > rule.maxItems()) {
            problems.add(new Problem(path, "has more than " + rule.maxItems() + " items"));
        }
        return items;
    }

    private void wrongType(String wanted) throws IOException {
        problem("must be " + wanted);
        parser.skipChildren();
    }

    private void problem(String detail) {
        problems.add(new Problem(pointer(), detail));
    }

    /** Of the value that the parser is at, be it on its first token or on its last; costly, so for problems only. */
    private String pointer() {
        return parser.getParsingContext().pathAsPointer().toString();
    }
}
