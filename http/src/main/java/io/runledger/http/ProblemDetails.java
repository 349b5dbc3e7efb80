package io.runledger.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.runledger.schemas.contract.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error as RFC 9457 shows it.
 *
 * @param kind the last part of the type, {@code urn:runledger:problem:<kind>}; what a program should switch on
 * @param errors one entry for each field that is wrong; may be empty
 * @param members further members: texts, numbers, booleans and lists of them
 */
record ProblemDetails(
        int status, String kind, String title, String detail, List<Problem> errors, Map<String, Object> members) {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE = "urn:runledger:problem:";

    ProblemDetails {
        errors = List.copyOf(errors);
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    ProblemDetails(int status, String kind, String title, String detail) {
        this(status, kind, title, detail, List.of(), Map.of());
    }

    ProblemDetails with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new ProblemDetails(status, kind, title, detail, errors, more);
    }

    byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = JsonAnswer.generator(bytes)) {
            out.writeStartObject();
            writeFields(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an in-memory buffer does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** Into the object that the generator has open. */
    void writeFields(JsonGenerator out) throws IOException {
        out.writeStringField("type", TYPE + kind);
        out.writeStringField("title", title);
        out.writeNumberField("status", status);
        out.writeStringField("detail", ShownText.of(detail));
        if (!errors.isEmpty()) {
            out.writeArrayFieldStart("errors");
            for (Problem error : errors) {
                out.writeStartObject();
                out.writeStringField("pointer", ShownText.of(error.pointer()));
                out.writeStringField("detail", ShownText.of(error.detail()));
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        for (Map.Entry<String, Object> member : members.entrySet()) {
            out.writeFieldName(member.getKey());
            write(member.getValue(), out);
        }
    }

    private static void write(Object value, JsonGenerator out) throws IOException {
        if (value instanceof Iterable<?> items) {
            out.writeStartArray();
            for (Object item : items) {
                write(item, out);
            }
            out.writeEndArray();
        } else if (value instanceof Integer || value instanceof Long) {
            out.writeNumber(((Number) value).longValue());
        } else if (value instanceof Boolean bool) {
            out.writeBoolean(bool);
        } else {
            out.writeString(ShownText.of(value.toString()));
        }
    }
}
