package io.runledger.streams.views.replay;

import io.runledger.streams.views.apply.PartitionViews;
import io.runledger.streams.views.log.LogEnds;
import io.runledger.streams.views.state.StateDigest;
import io.runledger.streams.views.state.StateSnapshot;
import io.runledger.streams.views.store.ViewsClosedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the state that serves with a fresh replay of the log, partition by partition, at one position. For one
 * thread, once.
 *
 * <p>The log may be compacted while it is read: what the replay does not find was written again later. So the replay
 * first reads to the log's end. When the views that serve have applied as much, their position is taken, and the replay
 * continues to it. If the two differ, both continue and are compared again: a difference that only compaction made is
 * gone then, a real one is not. See docs/decisions/0006.
 */
public final class Verification {
    private static final Logger log = LoggerFactory.getLogger(Verification.class);
    private static final int COMPARISONS = 3;
    private static final Duration BEFORE_NEXT = Duration.ofSeconds(1);

    private final ReplaySource source;
    private final ServedViews serving;
    private final LogEnds ends;
    private final Instant startedAt = Instant.now();
    private final long began = System.nanoTime();
    private final AtomicLong records = new AtomicLong();
    private final List<PartitionProof> proofs = new ArrayList<>();
    private volatile VerificationProgress noted;

    public Verification(ReplaySource source, ServedViews serving, LogEnds ends) {
        this.source = source;
        this.serving = serving;
        this.ends = ends;
        noted = progress(VerificationProgress.State.RUNNING, Optional.empty());
    }

    VerificationProgress progress() {
        VerificationProgress last = noted;
        return last.state() == VerificationProgress.State.RUNNING
                ? new VerificationProgress(
                        last.state(), startedAt, took(), records.get(), last.proofs(), Optional.empty())
                : last;
    }

    void run() {
        try {
            for (int partition : serving.here()) {
                proofs.add(proof(partition));
                noted = progress(VerificationProgress.State.RUNNING, Optional.empty());
            }
            long unreadable =
                    proofs.stream().mapToLong(PartitionProof::unreadable).sum();
            if (unreadable > 0) {
                log.warn(
                        "records of the log name schemas that neither the schemas' topic nor the registry has; if they"
                                + " were readable once, restore the schemas from a backup, records={}",
                        unreadable);
            }
            boolean equal = proofs.stream().allMatch(proof -> proof.difference().isEmpty());
            noted = progress(
                    equal ? VerificationProgress.State.EQUAL : VerificationProgress.State.DIFFERENT, Optional.empty());
        } catch (InterruptedException e) {
            noted = failed("the server stopped");
        } catch (ViewsClosedException e) {
            noted = failed("the views moved or closed meanwhile; verify again");
        } catch (RuntimeException e) {
            log.error("a verification failed", e);
            noted = failed(String.valueOf(e.getMessage()));
        }
    }

    private PartitionProof proof(int partition) throws InterruptedException {
        try (FreshReplay replay = source.of(partition, (read, tally) -> records.addAndGet(read))) {
            replay.before(end(partition));
            PartitionProof proof = compared(partition, replay);
            for (int i = 1; i < COMPARISONS && proof.difference().isPresent(); i++) {
                Thread.sleep(BEFORE_NEXT.toMillis());
                proof = compared(partition, replay);
            }
            return proof;
        }
    }

    private PartitionProof compared(int partition, FreshReplay replay) throws InterruptedException {
        replay.before(end(partition));
        serving.awaitApplied(partition, replay.tally().offset());
        try (StateSnapshot live = serving.askAny(partition, PartitionViews::state)) {
            replay.before(live.offset() + 1);
            try (StateSnapshot ofLog = replay.state()) {
                StateDigest digest = live.digest(partition);
                StateDigest replayed = ofLog.digest(partition);
                return new PartitionProof(
                        digest,
                        replayed,
                        digest.digest().equals(replayed.digest()) ? Optional.empty() : live.firstDifference(ofLog),
                        ofLog.unreadable());
            }
        }
    }

    private long end(int partition) {
        return ends.now().getOrDefault(partition, 0L);
    }

    private VerificationProgress failed(String why) {
        return progress(VerificationProgress.State.FAILED, Optional.of(why));
    }

    private VerificationProgress progress(VerificationProgress.State state, Optional<String> failure) {
        return new VerificationProgress(state, startedAt, took(), records.get(), proofs, failure);
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
