package io.runledger.bundle.run;

import io.runledger.bundle.export.FileDigest;
import io.runledger.bundle.record.Field;
import io.runledger.bundle.record.Field.Kind;
import io.runledger.bundle.record.Json;
import io.runledger.schemas.contract.Timestamps;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * A line of {@code checkpoints.jsonl}: a checkpoint with its bytes in base64. They are no files of their own: names may differ by case
 * only, or hold what a file system does not take, and there may be more than an archive should have members.
 */
public record CheckpointLine(String name, String contentType, String etag, Instant updatedAt, byte[] bytes) {
    public static final String CONTENT = "content";

    /** What each must have. */
    public static List<Field> fields() {
        return List.of(
                Field.required("name", Kind.NAME),
                Field.required("content_type", Kind.NAME),
                Field.required("etag", Kind.NAME),
                Field.required("updated_at", Kind.TIME),
                Field.required("size_bytes", Kind.COUNT),
                Field.required("blake3", Kind.DIGEST),
                Field.required(CONTENT, Kind.TEXT));
    }

    /** On one line, without its end. */
    public byte[] json() {
        return Json.line(Json.MAPPER
                .createObjectNode()
                .put("name", name)
                .put("content_type", contentType)
                .put("etag", etag)
                .put("updated_at", Timestamps.text(updatedAt))
                .put("size_bytes", bytes.length)
                .put("blake3", blake3(bytes))
                .put(CONTENT, Base64.getEncoder().encodeToString(bytes)));
    }

    /** 64 hexadecimal digits. */
    public static String blake3(byte[] bytes) {
        FileDigest digest = new FileDigest();
        digest.update(bytes, 0, bytes.length);
        return digest.entry("", 0).blake3();
    }
}
