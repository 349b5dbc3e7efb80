package io.runledger.streams.views.mend;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import io.runledger.streams.views.model.Outbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * {@code runledger.rejects}: what was rejected, for programs that want to follow. The key is the record's position, so
 * that a record which is published twice after a crash is one after compaction; the value is the rejected value.
 */
final class RejectsTopic {
    private static final Duration KEPT = Duration.ofDays(90);

    /** The rejected record's key is among the headers. */
    private static final int ROOM_FOR_HEADERS = 64 * 1024;

    private final String name;

    RejectsTopic(LedgerConfig ledger) {
        this.name = ledger.rejectsTopic();
    }

    /** Creates it if it does not exist. Does not wait for the answer, because sending waits for the topic anyway. */
    @SuppressWarnings("FutureReturnValueIgnored") // it exists already, or the first send says what is wrong
    void create(Admin admin, short replication) {
        admin.createTopics(List.of(new NewTopic(name, 1, replication)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        "compact,delete",
                        TopicConfig.RETENTION_MS_CONFIG,
                        String.valueOf(KEPT.toMillis()),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        String.valueOf(LogTopic.MAX_RECORD_BYTES + ROOM_FOR_HEADERS)))));
    }

    ProducerRecord<byte[], byte[]> record(int partition, Outbox.Rejected rejected) {
        return record(partition, rejected, rejected.value());
    }

    /** The same without its value, for a topic whose limit is too small for it. */
    ProducerRecord<byte[], byte[]> withoutValue(int partition, Outbox.Rejected rejected) {
        ProducerRecord<byte[], byte[]> record = record(partition, rejected, new byte[0]);
        record.headers().add("runledger-value-left-out", new byte[0]);
        return record;
    }

    private ProducerRecord<byte[], byte[]> record(int partition, Outbox.Rejected rejected, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(name, utf8(partition + ":" + rejected.offset()), value);
        record.headers()
                .add("runledger-reason", utf8(rejected.reason()))
                .add("runledger-partition", utf8(String.valueOf(partition)))
                .add("runledger-offset", utf8(String.valueOf(rejected.offset())))
                .add("runledger-timestamp", utf8(String.valueOf(rejected.timestamp())))
                .add("runledger-key", rejected.key());
        return record;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
