package io.runledger.http.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A token bucket for each of many names. Only so many are remembered: of more, the one that was not used for longest is
 * forgotten, and begins with a full bucket when it comes again. Thread-safe.
 */
public final class Buckets {
    private static final float LOAD = 0.75f;

    private final Rate rate;
    private final TimeMeter clock;
    private final Map<String, Bucket> buckets;

    /** @param most how many names are remembered; each takes some 300 bytes */
    public Buckets(Rate rate, int most) {
        this(rate, most, TimeMeter.SYSTEM_NANOTIME);
    }

    Buckets(Rate rate, int most, TimeMeter clock) {
        this.rate = rate;
        this.clock = clock;
        this.buckets = new LinkedHashMap<>(16, LOAD, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > most;
            }
        };
    }

    /** Takes a token, or tells in how long there is one. */
    public Optional<Duration> take(String name) {
        Bucket bucket;
        synchronized (buckets) {
            bucket = buckets.computeIfAbsent(name, added -> bucket());
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.burst()).refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
                .withCustomTimePrecision(clock)
                .build();
    }

    int size() {
        synchronized (buckets) {
            return buckets.size();
        }
    }
}
