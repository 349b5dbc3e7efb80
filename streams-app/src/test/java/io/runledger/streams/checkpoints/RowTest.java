package io.runledger.streams.checkpoints;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The rows are records of a topic that outlives this version: they are what they were, or old checkpoints are lost. */
final class RowTest {
    private static final Checkpoint CHECKPOINT =
            new Checkpoint("run", "name", "text/plain", "e7a6", 3, "b1a3", Instant.ofEpochMilli(5));

    @Test
    void areWrittenAsTheyAlwaysWere() {
        assertThat(Row.WRITER).asString(UTF_8).isEqualTo("writer");
        assertThat(Row.meta("run", "name")).asString(UTF_8).isEqualTo("meta/run/name");
        assertThat(Row.bytes(CHECKPOINT)).asString(UTF_8).isEqualTo("bytes/run/name/e7a6");
        assertThat(Row.value(CHECKPOINT))
                .asString(UTF_8)
                .isEqualTo("{\"etag\":\"e7a6\",\"content_type\":\"text/plain\",\"size_bytes\":3,\"blake3\":\"b1a3\"}");
    }

    @Test
    void areReadAsTheyAreWritten() {
        assertThat(Row.checkpoint(Row.meta("run", "name"), Row.value(CHECKPOINT), 5))
                .contains(CHECKPOINT);
        assertThat(Row.checkpoint(Row.WRITER, "token".getBytes(UTF_8), 5)).isEmpty();
        assertThat(Row.checkpoint(Row.bytes(CHECKPOINT), "abc".getBytes(UTF_8), 5))
                .isEmpty();
    }
}
