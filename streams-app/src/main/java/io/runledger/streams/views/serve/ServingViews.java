package io.runledger.streams.views.serve;

import io.runledger.streams.views.apply.PartitionViews;
import io.runledger.streams.views.replay.ReplayedViews;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Generations;
import io.runledger.streams.views.store.ViewsClosedException;
import io.runledger.streams.views.store.ViewsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one {@link PartitionViews} of a partition that serves, and how another takes its place.
 *
 * <p>States:
 *
 * <pre>
 * unopened -> open     {@link #open}
 * open     -> open     {@link #replaceBy}, {@link #rebuild}: other views, in the next or in the emptied directory
 * open     -> closed   {@link #close}; {@link #open} opens them again, as Kafka Streams does when it revives a task
 * </pre>
 *
 * <p>Threads: Kafka Streams' threads open, apply, rebuild and close; the thread of a replay replaces; any thread reads.
 * All but the readers do so under one lock ({@link #exclusively}), from looking at the current views to setting the
 * next ones. Otherwise a rebuild could close the views and delete the directory that a replacement is working with, or
 * the replacement could set its views over those that a rebuild has just opened: the rebuild would be lost, and what it
 * opened never closed. The lock also orders {@code generations}, which only its holders touch. Readers take no lock:
 * {@code views} is volatile, and views are complete before they are set there; views that are closed or retired under a
 * reader say so with {@link ViewsClosedException}, and {@link #ask} then asks those that took their place. Readers
 * never see a partition go back, because nothing is applied during a replacement, and rebuilt views are not read before
 * they have reached what was read before ({@code readableFrom}).
 *
 * <p>After a crash: {@link Generations} names the directory that serves, and changes its mind atomically. Everything
 * before {@code advance} leaves the old views serving, everything after it the new ones; the next start deletes the
 * others.
 */
final class ServingViews {
    private static final Logger log = LoggerFactory.getLogger(ServingViews.class);

    /** For how long nothing is applied while other views take over, at most. */
    private static final Duration STANDSTILL = Duration.ofSeconds(1);

    private final Function<Path, PartitionViews> opener;
    private final Lock turn = new ReentrantLock();
    private volatile @Nullable PartitionViews views;
    private @Nullable Generations generations;

    /** The last offset that was readable here. */
    private volatile long readableFrom = -1;

    ServingViews(Function<Path, PartitionViews> opener) {
        this.opener = opener;
    }

    /** Opens what is in a partition's directory. */
    void open(Path home) {
        exclusively(() -> {
            Generations found = new Generations(home);
            generations = found;
            views = opened(found.current());
        });
    }

    private PartitionViews opened(Path directory) {
        PartitionViews before = views;
        if (before != null) {
            readableFrom = Math.max(readableFrom, before.tally().offset());
        }
        return opener.apply(directory);
    }

    /** Does something while nobody else applies, opens, replaces or closes. Reentrant. */
    void exclusively(Runnable work) {
        turn.lock();
        try {
            work.run();
        } finally {
            turn.unlock();
        }
    }

    /** The same with a result. */
    <T> T supplyExclusively(Supplier<T> work) {
        turn.lock();
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    /**
     * Those that serve, readable or not.
     *
     * @throws ViewsClosedException if none were opened
     */
    PartitionViews current() {
        PartitionViews current = views;
        if (current == null) {
            throw new ViewsClosedException();
        }
        return current;
    }

    /**
     * Those that serve, to be read.
     *
     * @throws ViewsClosedException if none were opened, or if they are being rebuilt
     */
    PartitionViews readable() {
        PartitionViews current = current();
        if (current.tally().offset() < readableFrom) {
            throw new ViewsClosedException();
        }
        return current;
    }

    /**
     * Asks the views that serve, and asks again if others took their place meanwhile.
     *
     * @throws ViewsClosedException if they are not open
     */
    <T> T ask(Function<PartitionViews, T> question) {
        while (true) {
            PartitionViews asked = readable();
            try {
                return question.apply(asked);
            } catch (ViewsClosedException e) {
                if (asked == views) {
                    throw e;
                }
            }
        }
    }

    /**
     * Lets replayed views serve in the place of the current ones, which are deleted when their last reader has
     * finished. Nothing is applied meanwhile, so nothing could be read from the old views that the new ones lack.
     *
     * @return whether that was done; not if the replayed ones lag too far behind
     * @throws ViewsClosedException if the current ones are closed
     */
    boolean replaceBy(ReplayedViews replayed) {
        return supplyExclusively(() -> {
            PartitionViews old = current();
            if (!replayed.reaches(old.openTally().offset() + 1, STANDSTILL)) {
                return false;
            }
            Generations kept = Objects.requireNonNull(generations);
            Path left = kept.current();
            Database.delete(kept.next()); // left by an attempt that failed
            replayed.moveTo(kept.next());
            PartitionViews next = opened(kept.next());
            try {
                next.published(old.publishedUpTo());
                kept.advance();
            } catch (RuntimeException e) {
                next.close(); // else nobody can open them again
                throw e;
            }
            views = next;
            old.retire(() -> delete(left));
            return true;
        });
    }

    private static void delete(Path left) {
        try {
            Database.delete(left);
        } catch (ViewsException e) {
            log.warn("views that were replaced are removed at the next start: {}", e.toString());
        }
    }

    /** Forgets everything, so that the log is read from its beginning. */
    void rebuild() {
        exclusively(() -> {
            current().close();
            Path directory = Objects.requireNonNull(generations).current();
            Database.delete(directory);
            views = opened(directory);
        });
    }

    void close() {
        exclusively(() -> {
            PartitionViews current = views;
            if (current != null) {
                current.close();
            }
        });
    }

    boolean isOpen() {
        PartitionViews current = views;
        return current != null && current.isOpen();
    }
}
