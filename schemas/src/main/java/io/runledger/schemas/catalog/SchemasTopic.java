package io.runledger.schemas.catalog;

import io.runledger.schemas.log.CompactedTopic;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopicException;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.TopicConfig;

/**
 * {@code runledger.schemas}: compacted, one partition, so that all who read it agree on what came first. With the log it is
 * all that is needed to read the log.
 */
public final class SchemasTopic {
    /** Largest schema with its frame, in bytes; as a record of the log. */
    static final int MAX_RECORD_BYTES = 4 << 20;

    private SchemasTopic() {}

    /** Creates the topic if it is absent, else checks it. */
    public static void ensure(LedgerConfig ledger, Admin admin) throws LogTopicException {
        new CompactedTopic(
                        ledger.schemasTopic(),
                        1,
                        ledger.topic().replication(),
                        Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(MAX_RECORD_BYTES)),
                        "RUNLEDGER_SCHEMAS_TOPIC")
                .ensure(admin);
    }
}
