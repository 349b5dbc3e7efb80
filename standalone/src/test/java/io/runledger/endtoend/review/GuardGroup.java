package io.runledger.endtoend.review;

import static org.awaitility.Awaitility.await;

import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.streams.guard.GuardConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** What Kafka knows of the guards of a ledger: who has partitions, and how far they have read. */
final class GuardGroup {
    private GuardGroup() {}

    /** How many guards have partitions. */
    static long sharing(TestLedger ledger) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ledger.bootstrapServers()))) {
            return admin
                    .describeConsumerGroups(List.of(GuardConfig.APPLICATION_ID))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .flatMap(group -> group.members().stream())
                    .filter(member -> !member.assignment().topicPartitions().isEmpty())
                    .count();
        }
    }

    /**
     * Returns when the guard has read the log to its end, its own decisions among the rest, and has committed that.
     *
     * @param assertRuns fails if the guard has ended
     */
    static void awaitRead(TestLedger ledger, Runnable assertRuns) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ledger.bootstrapServers()))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                assertRuns.run();
                Map<TopicPartition, Long> read = new HashMap<>();
                admin.listConsumerGroupOffsets(GuardConfig.APPLICATION_ID)
                        .partitionsToOffsetAndMetadata()
                        .get(30, TimeUnit.SECONDS)
                        .forEach((partition, offset) -> read.put(partition, offset.offset()));
                read.values().removeIf(offset -> offset == 0);
                return read.equals(ends(ledger));
            });
        }
    }

    /** Where the log ends, of the partitions that have records. */
    static Map<TopicPartition, Long> ends(TestLedger ledger) throws Exception {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (int partition = 0; partition < DirectLog.PARTITIONS; partition++) {
            partitions.put(new TopicPartition(DirectLog.TOPIC, partition), OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ledger.bootstrapServers()))) {
            admin.listOffsets(partitions)
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
        }
        ends.values().removeIf(end -> end == 0);
        return ends;
    }
}
