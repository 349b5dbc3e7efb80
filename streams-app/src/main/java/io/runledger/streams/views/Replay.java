package io.runledger.streams.views;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the views again, from the log's first offset, as a second generation while the first serves, and lets the second
 * serve when it has everything that could be read from the first. Then the first is removed. For one thread, once.
 */
final class Replay {
    private static final Logger log = LoggerFactory.getLogger(Replay.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration ENDS_ARE_ASKED = Duration.ofSeconds(1);

    /** For so long the old generation stands still, at most; then both go on, and it is tried again. */
    private static final Duration STANDSTILL = Duration.ofSeconds(1);

    /** It is not worth a try before the new generation is this near, in records of a partition. */
    private static final long NEAR = 2_000;

    private static final Duration MOST_STILL = Duration.ofMinutes(5);

    private final Serving serving;
    private final IntFunction<Generation> making;
    private final Generations generations;
    private final Groups groups;
    private final LogEnds ends;
    private final int partitions;
    private final ReplayMeter meter;
    private final int number;
    private volatile ReplayProgress progress;

    Replay(
            Serving serving,
            IntFunction<Generation> making,
            Generations generations,
            Groups groups,
            LogEnds ends,
            int partitions) {
        this.serving = serving;
        this.making = making;
        this.generations = generations;
        this.groups = groups;
        this.ends = ends;
        this.partitions = partitions;
        this.number = serving.generation().number() + 1;
        this.meter = new ReplayMeter(number, Instant.now());
        this.progress = meter.progress(ReplayProgress.State.RUNNING, Optional.empty());
    }

    ReplayProgress progress() {
        return progress;
    }

    void run() {
        Generation old = serving.generation();
        Generation next = old;
        try {
            Database.delete(generations.directory(number));
            groups.remove(number); // with offsets of a replay that was broken off it would not begin at the first
            next = making.apply(number);
            next.start();
            log.info("a replay has begun, generation={}", number);
            make(old, next);
            remove(old);
            note(ReplayProgress.State.DONE, Optional.empty());
            log.info("the views were replayed, generation={} records={}", number, progress.records());
        } catch (InterruptedException e) {
            giveUp(next, "the server stopped");
        } catch (RuntimeException e) {
            log.error("a replay failed, the views that serve go on, generation={}", number, e);
            giveUp(next, String.valueOf(e.getMessage()));
        }
    }

    private void make(Generation old, Generation next) throws InterruptedException {
        long asked = System.nanoTime() - ENDS_ARE_ASKED.toNanos();
        while (true) {
            if (System.nanoTime() - asked >= ENDS_ARE_ASKED.toNanos()) {
                askEnds();
                asked = System.nanoTime();
            }
            long behind = look(old, next);
            note(ReplayProgress.State.RUNNING, Optional.empty());
            if (behind <= NEAR && switched(old, next)) {
                look(old, next);
                return;
            }
            if (behind > NEAR && meter.still().compareTo(MOST_STILL) > 0) {
                throw new IllegalStateException("nothing was applied for " + MOST_STILL.toMinutes()
                        + " minutes; the server's log may tell why");
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    private void askEnds() {
        try {
            meter.ends(ends.now());
        } catch (LogUnavailableException e) {
            log.debug("the progress of a replay is not known: {}", e.detail());
        }
    }

    /** How far the new generation is behind the old one, in the partition where it is most so. */
    private long look(Generation old, Generation next) {
        long most = 0;
        for (int partition = 0; partition < partitions; partition++) {
            try {
                Tally tally = next.tally(partition);
                meter.at(partition, tally);
                most = Math.max(most, old.tally(partition).offset() - tally.offset());
            } catch (ViewsClosedException e) {
                most = Long.MAX_VALUE; // not opened yet, or on the move
            }
        }
        return most;
    }

    /**
     * Puts the new generation in the place of the old one. The old one stands still meanwhile: so nothing can be read from
     * it that the new one does not have, and no reader goes back.
     */
    private boolean switched(Generation old, Generation next) throws InterruptedException {
        long deadline = System.nanoTime() + STANDSTILL.toNanos();
        old.gate().hold();
        try {
            while (look(old, next) > 0) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                Thread.sleep(1);
            }
            for (int partition = 0; partition < partitions; partition++) {
                next.views(partition).published(old.views(partition).publishedUpTo());
            }
            generations.makeCurrent(number);
            old.gate().retire();
            serving.replaceBy(next);
            return true;
        } catch (ViewsClosedException e) {
            return false;
        } finally {
            old.gate().release();
        }
    }

    /** Whoever reads it still, finishes first. What cannot be removed now is at the next start. */
    private void remove(Generation old) {
        try {
            if (old.close()) {
                groups.remove(old.number());
                Database.delete(generations.directory(old.number())); // last: by it the next start knows what is left
            }
        } catch (RuntimeException e) {
            log.warn("an old generation of the views is removed at the next start: {}", e.toString());
        }
    }

    private void giveUp(Generation next, String why) {
        if (next == serving.generation()) {
            return;
        }
        note(ReplayProgress.State.FAILED, Optional.of(why));
        try {
            if (next.close()) {
                groups.remove(number);
                Database.delete(generations.directory(number)); // last: by it the next start knows what is left
            }
        } catch (RuntimeException e) {
            log.warn("an unfinished generation of the views is removed at the next start: {}", e.toString());
        }
    }

    private void note(ReplayProgress.State state, Optional<String> failure) {
        progress = meter.progress(state, failure);
    }
}
