package io.runledger.streams.views.replay;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Replays and verifications, one at a time, each on a thread of its own. Remembers the last of each kind. Thread-safe.
 */
public final class Maintenance implements AutoCloseable {
    private static final long STOP_MILLIS = 25_000;

    private final Supplier<Replay> replays;
    private final Supplier<Verification> verifications;
    private final Semaphore place = new Semaphore(1);
    private volatile @Nullable Replay replay;
    private volatile @Nullable Verification verification;
    private @Nullable Thread thread;
    private boolean closed;

    public Maintenance(Supplier<Replay> replays, Supplier<Verification> verifications) {
        this.replays = replays;
        this.verifications = verifications;
    }

    /** Whether it was begun; not while something is under way. */
    public synchronized boolean beginReplay() {
        if (closed || !place.tryAcquire()) {
            return false;
        }
        Replay next = replays.get();
        replay = next;
        run("replay", next::run);
        return true;
    }

    /** Whether it was begun; not while something is under way. */
    public synchronized boolean beginVerification() {
        if (closed || !place.tryAcquire()) {
            return false;
        }
        Verification next = verifications.get();
        verification = next;
        run("verify", next::run);
        return true;
    }

    private void run(String name, Runnable work) {
        Thread started = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        place.release();
                    }
                },
                name);
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    public Optional<ReplayProgress> replay() {
        return Optional.ofNullable(replay).map(Replay::progress);
    }

    public Optional<VerificationProgress> verification() {
        return Optional.ofNullable(verification).map(Verification::progress);
    }

    /** Breaks off what is under way, and waits for it. */
    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            closed = true;
            last = thread;
        }
        if (last == null) {
            return;
        }
        last.interrupt();
        try {
            last.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
