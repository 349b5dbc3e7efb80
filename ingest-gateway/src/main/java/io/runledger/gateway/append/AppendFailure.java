package io.runledger.gateway.append;

import io.runledger.http.ProblemException;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RegistryUnavailableException;
import java.time.Duration;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** What a failed append means to who asked for it. */
public final class AppendFailure {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private AppendFailure() {}

    /** Whether the same record may go through later. */
    static boolean isPassing(Exception failure) {
        return !(failure instanceof RecordTooLargeException);
    }

    /**
     * The answer to a record that has no receipt. It names the record's id, which the door may have made: sent again
     * under that id, the record is on the log once, whatever became of the first attempt.
     *
     * @param handedOver whether the record may have reached the log all the same
     */
    static ProblemException problem(Exception failure, RecordKey key, boolean handedOver) {
        if (failure instanceof RecordTooLargeException) {
            return ProblemException.tooLarge(
                            "the record is larger than the log takes; put large content elsewhere and its digest here")
                    .with("limit", LogTopic.MAX_RECORD_BYTES);
        }
        return unavailable(detail(failure, handedOver), key, handedOver);
    }

    /** The answer to a record that was not sent because the log was away for one before it. */
    public static ProblemException notTried(RecordKey key) {
        return unavailable(
                "nothing was written: the log was not there for an item before this one; send it again later",
                key,
                false);
    }

    private static ProblemException unavailable(String detail, RecordKey key, boolean handedOver) {
        return ProblemException.unavailable(detail, RETRY_AFTER)
                .with("outcome", handedOver ? "unknown" : "not-written")
                .with("run_id", key.runId())
                .with(key.kind().word() + "_id", key.id());
    }

    private static String detail(Exception failure, boolean handedOver) {
        if (failure instanceof RegistryUnavailableException
                || failure instanceof IncompatibleSchemaException
                || failure instanceof SerializationException) {
            return "nothing was written: the schema registry is away or refuses the contract; send it again later";
        }
        return handedOver
                ? "the log did not confirm the record in time, it may or may not have it; sending it again with the same"
                        + " id is safe"
                : "nothing was written: the log is not there; sending it again with the same id is safe";
    }
}
