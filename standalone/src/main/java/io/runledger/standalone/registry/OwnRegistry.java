package io.runledger.standalone.registry;

import io.runledger.schemas.catalog.CatalogEntry;
import io.runledger.schemas.catalog.KafkaCatalogLog;
import io.runledger.schemas.catalog.LedgerRegistry;
import io.runledger.schemas.catalog.SchemasTopic;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.standalone.terminal.ClearFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the registry of a ledger that has none but its own topic. Its first start takes over what an earlier version had. */
public final class OwnRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(OwnRegistry.class);
    private static final long PATIENCE_SECONDS = 30;

    private OwnRegistry() {}

    /**
     * Creates or reads the topic.
     *
     * @param earlier where an earlier version kept its registry's database, if it did
     * @throws ClearFailure if the log has records and nothing says what their schemas are
     */
    public static LedgerRegistry open(LedgerConfig ledger, Path earlier) {
        try (Admin admin = Admin.create(ledger.adminClient())) {
            SchemasTopic.ensure(ledger, admin);
            LedgerRegistry registry = new LedgerRegistry(new KafkaCatalogLog(ledger));
            try {
                if (registry.isEmpty()) {
                    fill(registry, ledger, new ApicurioDatabase(earlier), admin);
                }
                return registry;
            } catch (RuntimeException e) {
                registry.close();
                throw e;
            }
        } catch (LogTopicException e) {
            throw new ClearFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static void fill(LedgerRegistry registry, LedgerConfig ledger, ApicurioDatabase earlier, Admin admin) {
        if (earlier.isThere()) {
            List<CatalogEntry> entries = earlier.entries();
            registry.takeOver(entries);
            LOG.info("the schemas of the registry of an earlier version were taken over, entries={}", entries.size());
        }
        if (registry.isEmpty() && hasRecords(ledger, admin)) {
            throw new ClearFailure("The log has records, but nothing says what their schemas are: topic "
                    + ledger.schemasTopic()
                    + " is empty, and there is no registry/schemas.mv.db of an earlier version in"
                    + " the data directory. Restore the topic, or that file, from a backup.");
        }
    }

    private static boolean hasRecords(LedgerConfig ledger, Admin admin) {
        String log = ledger.topic().name();
        try {
            Set<String> topics = admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return topics.contains(log)
                    && admin
                            .listOffsets(IntStream.range(0, ledger.topic().partitions())
                                    .mapToObj(partition -> new TopicPartition(log, partition))
                                    .collect(
                                            Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                            .all()
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .values()
                            .stream()
                            .anyMatch(end -> end.offset() > 0);
        } catch (ExecutionException | TimeoutException e) {
            throw new ClearFailure("Kafka does not say where the log ends: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClearFailure("The start was interrupted.", e);
        }
    }
}
