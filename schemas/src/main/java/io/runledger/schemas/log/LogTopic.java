package io.runledger.schemas.log;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The one topic that is the record. It is made with the settings that the ledger's rules rest on, and a topic with other
 * settings is refused: with another partition count runs would be looked for in the wrong place, and without compaction by
 * key or the broker's own time, replay would give other views.
 *
 * @param partitions fixed for the life of a ledger
 * @param minCompactionLag how long the broker keeps every record as it came, at least; healing needs the time
 */
public record LogTopic(String name, int partitions, short replication, Duration minCompactionLag) {
    public static final String DEFAULT_NAME = "runledger.log";

    /** Largest record, in bytes: a body of the default limit, its frame, and room to grow. */
    public static final int MAX_RECORD_BYTES = 4 * 1024 * 1024;

    /** Makes the topic if it is not there, else checks it. */
    public void ensure(Admin admin) throws LogTopicException {
        topic().ensure(admin);
    }

    /** Checks the topic, which has to be there. */
    public void check(Admin admin) throws LogTopicException {
        topic().check(admin);
    }

    private CompactedTopic topic() {
        return new CompactedTopic(
                name,
                partitions,
                replication,
                Map.of(
                        TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                        String.valueOf(minCompactionLag.toMillis()),
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                        "0.8",
                        TopicConfig.DELETE_RETENTION_MS_CONFIG,
                        String.valueOf(Duration.ofDays(7).toMillis()),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        String.valueOf(MAX_RECORD_BYTES),
                        TopicConfig.COMPRESSION_TYPE_CONFIG,
                        "producer"),
                "RUNLEDGER_LOG_TOPIC");
    }
}
