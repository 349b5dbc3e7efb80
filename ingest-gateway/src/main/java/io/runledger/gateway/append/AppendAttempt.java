package io.runledger.gateway.append;

import io.runledger.http.ProblemException;
import io.runledger.schemas.log.RecordKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The append of one record under its id that is under way, which those wait for who send the same id meanwhile. Thread-safe. */
final class AppendAttempt {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final RecordKey key;
    private final Schema schema;
    private final ContentPrint print;
    private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();

    AppendAttempt(RecordKey key, Schema schema, ContentPrint print) {
        this.key = key;
        this.schema = schema;
        this.print = print;
    }

    ContentPrint print() {
        return print;
    }

    /** The log has answered. Those who wait are told on this thread. */
    void settle(@Nullable Receipt known, @Nullable Throwable failure) {
        if (failure == null) {
            receipt.complete(known);
        } else {
            receipt.completeExceptionally(failure);
        }
    }

    /** What this append means for a record of the same id with this content. */
    CompletableFuture<Appended> join(ContentPrint content) {
        return receipt.handle((known, failure) -> {
            if (known != null) {
                return new KnownAppend(print, known).answer(key, schema, content);
            }
            if (failure instanceof RuntimeException same
                    && print.differences(schema, content).isEmpty()) {
                throw same;
            }
            throw ProblemException.unavailable(
                            "another record under this id was on its way and may or may not be on the log; send this"
                                    + " one again",
                            RETRY_AFTER)
                    .with("outcome", "not-written")
                    .with("run_id", key.runId())
                    .with(key.kind().word() + "_id", key.id());
        });
    }
}
