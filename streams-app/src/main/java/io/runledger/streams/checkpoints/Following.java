package io.runledger.streams.checkpoints;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Which partitions are followed here, and a signal when something was applied. A partition gets another number each
 * time it comes, because what was known of its store before may no longer be true. Thread-safe.
 */
final class Following {
    /** The number of a partition that is not here. */
    static final long AWAY = 0;

    private final Map<Integer, Long> here = new HashMap<>();
    private long numbers;
    private long changes;

    /** A partition comes. Returns its number. */
    synchronized long begins(int partition) {
        here.put(partition, ++numbers);
        ring();
        return numbers;
    }

    /** It goes, unless it has come back meanwhile. */
    synchronized void ends(int partition, long number) {
        here.remove(partition, number);
        ring();
    }

    /** Something was applied. */
    synchronized void applied() {
        ring();
    }

    private synchronized void ring() {
        changes++;
        notifyAll();
    }

    synchronized long number(int partition) {
        return here.getOrDefault(partition, AWAY);
    }

    private synchronized long changes() {
        return changes;
    }

    /**
     * Waits until a condition holds, which is checked whenever something was applied, came or went.
     *
     * @param deadline as of {@link System#nanoTime}
     * @return whether it does
     */
    boolean await(BooleanSupplier holds, long deadline) throws InterruptedException {
        while (true) {
            long seen = changes();
            if (holds.getAsBoolean()) {
                return true;
            }
            if (!awaitChange(seen, deadline)) {
                return false;
            }
        }
    }

    private synchronized boolean awaitChange(long seen, long deadline) throws InterruptedException {
        while (changes == seen) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
