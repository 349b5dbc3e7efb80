package io.runledger.schemas.contract;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * When two records under one id have the same content. A field that the door filled in for the later one was not said by its
 * producer, so it is not compared: a retry comes at another time, and perhaps through another door. The first content stays.
 */
public final class ContentRule {
    /** The property of a field that the door can fill in. */
    static final String FILLED = "filled";

    /** The field that names what was filled in. */
    static final String FILLED_IN = "filled_in";

    /** The field that names the principal who recorded it: the same record sent by somebody else is the same record. */
    private static final String RECORDED_BY = "recorded_by";

    private ContentRule() {}

    /** Whether a record is a retry of the one that came first. */
    public static boolean isSame(IndexedRecord first, IndexedRecord later) {
        Schema schema = later.getSchema();
        if (!first.getSchema().equals(schema)) {
            return false;
        }
        for (Schema.Field field : schema.getFields()) {
            if (isCompared(field, later) && !Objects.equals(first.get(field.pos()), later.get(field.pos()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a field of the later record counts when it is held against the first one. */
    public static boolean isCompared(Schema.Field field, IndexedRecord later) {
        return !field.name().equals(FILLED_IN)
                && !field.name().equals(RECORDED_BY)
                && (field.getProp(FILLED) == null || !filledIn(later).contains(field.name()));
    }

    /** Whether the first record's value of this field is what a retry is answered with, whatever the retry says. */
    public static boolean isOfFirst(Schema.Field field) {
        return field.name().equals(FILLED_IN) || field.name().equals(RECORDED_BY) || field.getProp(FILLED) != null;
    }

    private static Set<String> filledIn(IndexedRecord record) {
        Schema.Field field = record.getSchema().getField(FILLED_IN);
        return field != null && record.get(field.pos()) instanceof List<?> names
                ? Set.copyOf(names.stream().map(String::valueOf).toList())
                : Set.of();
    }
}
