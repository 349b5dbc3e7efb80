package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import org.jspecify.annotations.Nullable;

/**
 * One record of a file.
 *
 * @param number from 1
 */
record Line(ExportFile file, long number, ObjectNode record) {
    /** A field's text; null if it is not there or no text, which another rule tells. */
    @Nullable
    String text(String field) {
        JsonNode value = record.get(field);
        return value != null && value.isTextual() ? value.textValue() : null;
    }

    /** A field's whole number; -1 if it has none. */
    long number(String field) {
        JsonNode value = record.path(field);
        return value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : -1;
    }

    /** The run it is of; empty if it does not say. */
    String run() {
        String run = text("run_id");
        return run == null ? "" : run;
    }

    /** The field that names it within its run. */
    String idField() {
        return switch (file) {
            case ARTIFACTS -> "artifact_id";
            case FILES -> "file_id";
            case TASKS -> "task_id";
            case EVENTS -> "event_id";
        };
    }
}
