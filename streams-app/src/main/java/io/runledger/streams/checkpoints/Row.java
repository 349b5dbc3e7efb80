package io.runledger.streams.checkpoints;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The rows of the store, which are the records of the topic. A checkpoint is two: {@code meta/run/name} says what it
 * is, and {@code bytes/run/name/etag} has the bytes, so that a reader of the first never finds other bytes than those
 * it describes. Ids hold no slash.
 */
final class Row {
    /** Names the writer of the partition: the token of the last session that took it over. */
    static final byte[] WRITER = "writer".getBytes(UTF_8);

    private static final ObjectMapper JSON = new ObjectMapper();

    private Row() {}

    static byte[] meta(String run, String name) {
        return ("meta/" + run + "/" + name).getBytes(UTF_8);
    }

    /** The key before all of a run's names after {@code after}. */
    static byte[] from(String run, String after) {
        return ("meta/" + run + "/" + after + (after.isEmpty() ? "" : "\0")).getBytes(UTF_8);
    }

    /** The key after all names of a run: 0 follows the slash. */
    static byte[] upTo(String run) {
        return ("meta/" + run + "0").getBytes(UTF_8);
    }

    static byte[] bytes(Checkpoint of) {
        return ("bytes/" + of.runId() + "/" + of.name() + "/" + of.etag()).getBytes(UTF_8);
    }

    /** All of a checkpoint but its time, which is the record's. */
    static byte[] value(Checkpoint checkpoint) {
        return JSON.createObjectNode()
                .put("etag", checkpoint.etag())
                .put("content_type", checkpoint.contentType())
                .put("size_bytes", checkpoint.sizeBytes())
                .put("blake3", checkpoint.blake3())
                .toString()
                .getBytes(UTF_8);
    }

    /** Reads a meta row; empty if the key is no such row's. */
    static Optional<Checkpoint> checkpoint(byte[] key, byte[] value, long timestamp) {
        String[] parts = new String(key, UTF_8).split("/", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(value);
            return Optional.of(new Checkpoint(
                    parts[1],
                    parts[2],
                    json.path("content_type").asText(),
                    json.path("etag").asText(),
                    json.path("size_bytes").asInt(),
                    json.path("blake3").asText(),
                    Instant.ofEpochMilli(timestamp)));
        } catch (IOException e) {
            throw new UncheckedIOException("the topic of checkpoints holds a record that is none of ours", e);
        }
    }
}
