package io.runledger.streams.views;

import io.runledger.schemas.log.LedgerConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer groups of generations that are gone. The views' topology has no topics of its own, so the group is all that
 * a generation leaves on the broker.
 */
final class Groups {
    private static final Logger log = LoggerFactory.getLogger(Groups.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final LedgerConfig ledger;

    Groups(LedgerConfig ledger) {
        this.ledger = ledger;
    }

    /**
     * Deletes a generation's group with its offsets. One that still has members, of another process, stays; Kafka forgets
     * its offsets some days after the last has left.
     */
    void remove(int generation) {
        String group = Generations.applicationId(generation);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = Admin.create(ledger.client())) {
            while (true) {
                try {
                    admin.deleteConsumerGroups(List.of(group)).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                    return;
                } catch (ExecutionException | TimeoutException e) {
                    if (e.getCause() instanceof GroupIdNotFoundException) {
                        return;
                    }
                    if (System.nanoTime() > deadline) {
                        log.warn(
                                "a consumer group that is no longer needed stays for now: {}: {}", group, e.toString());
                        return;
                    }
                }
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
