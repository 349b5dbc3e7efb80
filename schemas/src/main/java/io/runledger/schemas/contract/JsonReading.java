package io.runledger.schemas.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.runledger.v1.Blake3;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object into a record, strictly, collecting every problem on the way. */
final class JsonReading {
    private final JsonParser parser;
    private final List<Problem> problems;
    private final IdSource ids;

    JsonReading(JsonParser parser, List<Problem> problems, IdSource ids) {
        this.parser = parser;
        this.problems = problems;
        this.ids = ids;
    }

    /** The parser stands on the value's first token and is left on its last. What is wrong stays unset. */
    @Nullable
    IndexedRecord record(RecordRules rules) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            wrongType("an object");
            return null;
        }
        IndexedRecord record = (IndexedRecord) SpecificData.get().newRecord(null, rules.schema());
        BitSet seen = new BitSet();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Rule rule = rules.named(parser.currentName());
            parser.nextToken();
            if (rule == null) {
                problem("is not a field of " + rules.schema().getName() + "; leave it out or put it into the payload");
                parser.skipChildren();
            } else if (rule.ledger()) {
                problem("is set by the ledger; leave it out");
                parser.skipChildren();
            } else if (seen.get(rule.field().pos())) {
                problem("stands twice; give each name once");
                parser.skipChildren();
            } else {
                seen.set(rule.field().pos());
                record.put(rule.field().pos(), value(rule));
            }
        }
        for (Rule rule : rules.rules()) {
            if (!seen.get(rule.field().pos())) {
                absent(rules, rule, record);
            }
        }
        return record;
    }

    private void absent(RecordRules rules, Rule rule, IndexedRecord record) {
        Object value = null;
        String digestOf = rule.field().getProp("digest_of");
        if (rule.made()) {
            Rule run = rules.named("run_id");
            value = ids.idFor(
                    run == null ? null : (String) record.get(run.field().pos()));
        } else if (digestOf != null) {
            Rule source = rules.named(digestOf);
            Object text = source == null ? null : record.get(source.field().pos());
            value = text == null ? new Blake3(new byte[32]) : PayloadDigest.of((String) text);
        } else if (rule.field().hasDefaultValue()) {
            value = SpecificData.get().getDefaultValue(rule.field());
        } else {
            problems.add(new Problem(pointer() + "/" + rule.name(), "is required"));
        }
        record.put(rule.field().pos(), value);
    }

    /** The parser stands on the value's first token and is left on its last. Null if it is null or wrong. */
    @Nullable
    Object value(Rule rule) throws IOException {
        if (rule.kind() == Rule.Kind.JSON && !(rule.optional() && parser.currentToken() == JsonToken.VALUE_NULL)) {
            return json(rule);
        }
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            if (!rule.optional()) {
                problem("must not be null");
            }
            return null;
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

    private @Nullable String json(Rule rule) throws IOException {
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

    private @Nullable String text(Rule rule) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            wrongType("a string");
            return null;
        }
        String text = parser.getText();
        rule.problem(text).ifPresent(this::problem);
        return text;
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
            problem("must be an RFC 3339 time with its offset, such as 2026-11-21T10:00:00.000001Z");
            return null;
        }
    }

    private @Nullable List<String> texts(Rule rule) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            wrongType("an array of strings");
            return null;
        }
        String path = pointer();
        List<String> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String item = text(rule);
            if (item != null) {
                items.add(item);
            }
        }
        if (items.size() > rule.maxItems()) {
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

    /** Of the value that the parser stands on, be it on its first token or on its last; costly, so for problems only. */
    private String pointer() {
        return parser.getParsingContext().pathAsPointer().toString();
    }
}
