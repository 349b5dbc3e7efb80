package io.runledger.streams.checkpoints;

import java.time.Instant;
import java.util.HexFormat;
import org.apache.commons.codec.digest.Blake3;

/** What is to be a checkpoint. */
record NewContent(String contentType, byte[] bytes) {
    /** As it will be, without its time. */
    Checkpoint checkpoint(String run, String name, String etag) {
        return new Checkpoint(
                run,
                name,
                contentType,
                etag,
                bytes.length,
                HexFormat.of().formatHex(Blake3.hash(bytes)),
                Instant.EPOCH);
    }
}
