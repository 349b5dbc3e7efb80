package io.runledger.gateway.batch;

import io.runledger.gateway.append.IngestMetrics;
import io.runledger.http.ProblemException;
import io.runledger.http.RequestBody;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The places of batches that are under way. A batch has one while there is work to do for it, and none while it waits for
 * more of its body: who sends slowly takes no place from others. Thread-safe.
 */
public final class BatchPlaces {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** How many may wait for the rest of their bodies besides; each holds a thread of the server, which has 64. */
    private static final int WAITING = 24;

    private final int count;
    private final Semaphore places;
    private final Semaphore open;
    private final Duration patience;

    /** @param patience how long a batch waits for a place to continue */
    public BatchPlaces(int count, Duration patience) {
        this.count = count;
        this.places = new Semaphore(count, true);
        this.open = new Semaphore(count + WAITING);
        this.patience = patience;
    }

    /**
     * A place to begin with.
     *
     * @throws ProblemException 429 if there is none
     */
    Place enter() {
        if (!open.tryAcquire()) {
            throw full("; nothing of this one was read");
        }
        if (!places.tryAcquire()) {
            open.release();
            throw full("; nothing of this one was read");
        }
        return new Place();
    }

    private ProblemException full(String so) {
        return ProblemException.tooManyRequests(
                count + " batches are under way, which is as many as are taken at once" + so, RETRY_AFTER);
    }

    public void measure(IngestMetrics metrics) {
        metrics.batches(places, count);
    }

    /** Of one batch, for its thread. */
    final class Place implements AutoCloseable, RequestBody.Waiting {
        private boolean held = true;

        @Override
        public void begin() {
            held = false;
            places.release();
        }

        @Override
        public void end() {
            try {
                held = places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!held) {
                throw full(", so the rest of this one is not read");
            }
        }

        @Override
        public void close() {
            if (held) {
                places.release();
            }
            open.release();
        }
    }
}
