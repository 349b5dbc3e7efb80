package io.runledger.bench;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Writes at a steady rate while something else is measured. */
final class Background {
    private Background() {}

    /** @param perSecond batches */
    static CompletableFuture<Sample> post(
            MeasuredLedger ledger, List<byte[]> batches, double perSecond, int connections, Duration window) {
        Queue<byte[]> left = new ConcurrentLinkedQueue<>(batches);
        return CompletableFuture.supplyAsync(() -> {
            try (Connections opened = new Connections(ledger, connections)) {
                return Load.paced(perSecond, window, opened.clients((connection, i) -> () -> {
                    byte[] batch = left.poll();
                    if (batch == null) {
                        return 0;
                    }
                    connection.exchange(Posting.batch(connection, batch)).expecting(200);
                    return 1;
                }));
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }
}
