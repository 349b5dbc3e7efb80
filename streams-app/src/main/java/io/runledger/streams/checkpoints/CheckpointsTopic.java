package io.runledger.streams.checkpoints;

import io.runledger.schemas.log.CompactedTopic;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopicException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.TopicConfig;

/**
 * {@code runledger.checkpoints}: compacted, with the log's partitions, so that a run's checkpoints have one writer.
 * Unlike the log, it allows transactions.
 */
public final class CheckpointsTopic {
    /** Largest content of a checkpoint, in bytes. */
    public static final int MAX_CONTENT_BYTES = 1 << 20;

    /** With keys and framing, and some reserve. */
    static final int MAX_RECORD_BYTES = MAX_CONTENT_BYTES + (64 << 10);

    /** Latest state is written over and over; what is replaced can be cleaned once its segment is closed. */
    private static final int SEGMENT_BYTES = 128 << 20;

    private CheckpointsTopic() {}

    /** Creates the topic if it does not exist, else checks it. */
    public static void ensure(LedgerConfig ledger, Admin admin) throws LogTopicException {
        of(ledger).ensure(admin);
    }

    private static CompactedTopic of(LedgerConfig ledger) {
        return new CompactedTopic(
                ledger.checkpointsTopic(),
                ledger.topic().partitions(),
                ledger.topic().replication(),
                Map.of(
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        String.valueOf(SEGMENT_BYTES),
                        TopicConfig.DELETE_RETENTION_MS_CONFIG,
                        String.valueOf(Duration.ofDays(7).toMillis()),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        String.valueOf(MAX_RECORD_BYTES),
                        TopicConfig.COMPRESSION_TYPE_CONFIG,
                        "producer"),
                "RUNLEDGER_CHECKPOINTS_TOPIC");
    }
}
