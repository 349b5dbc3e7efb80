package io.runledger.streams.views.replay;

import io.runledger.streams.views.apply.PartitionViews;
import io.runledger.streams.views.log.LogEnds;
import io.runledger.streams.views.log.LogUnavailableException;
import io.runledger.streams.views.state.StateLoss;
import io.runledger.streams.views.state.StateSnapshot;
import io.runledger.streams.views.store.ViewsClosedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rebuilds the views of this process, partition by partition, from the log's first offset, beside those that serve.
 * They take their place when they have everything that could be read from those. If they lack a served record they
 * never do: then the log cannot be read, as when its schemas are lost. For one thread, once. See docs/decisions/0006.
 */
public final class Replay {
    private static final Logger log = LoggerFactory.getLogger(Replay.class);
    private static final int TRIES = 10;

    /**
     * Compaction may meanwhile remove what was written again later. That is no loss, and the next comparison does not
     * find it.
     */
    private static final int COMPARISONS = 3;

    private static final Duration BEFORE_NEXT = Duration.ofSeconds(1);

    private final ReplaySource source;
    private final ServedViews serving;
    private final LogEnds ends;
    private final ReplayMeter meter = new ReplayMeter(Instant.now());
    private volatile ReplayProgress progress = meter.progress(ReplayProgress.State.RUNNING, Optional.empty());

    public Replay(ReplaySource source, ServedViews serving, LogEnds ends) {
        this.source = source;
        this.serving = serving;
        this.ends = ends;
    }

    ReplayProgress progress() {
        return progress;
    }

    void run() {
        try {
            List<Integer> partitions = serving.here();
            Map<Integer, Long> all = ends.now();
            meter.ends(partitions.stream().collect(Collectors.toMap(each -> each, each -> all.getOrDefault(each, 0L))));
            log.info("a replay has begun, partitions={}", partitions);
            for (int partition : partitions) {
                replay(partition);
            }
            note(ReplayProgress.State.DONE, Optional.empty());
            log.info("the views were replayed, records={}", progress.records());
        } catch (ViewsClosedException e) {
            fail("the views moved or closed meanwhile; replay again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("the server stopped");
        } catch (LossyReplayException e) {
            log.error("a replay was given up: {}", e.getMessage());
            fail(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("a replay failed, what was not replayed yet serves on", e);
            fail(String.valueOf(e.getMessage()));
        }
    }

    private void replay(int partition) throws InterruptedException {
        try (FreshReplay made = source.of(partition, (records, tally) -> {
            meter.at(partition, tally);
            note(ReplayProgress.State.RUNNING, Optional.empty());
        })) {
            for (int tries = 0; tries < TRIES; tries++) {
                made.before(ends.now().getOrDefault(partition, 0L));
                requireNoLoss(partition, made);
                if (serving.replace(partition, made)) {
                    return;
                }
            }
            throw new LogUnavailableException("Kafka gives the records of partition " + partition + " too slowly");
        }
    }

    private void requireNoLoss(int partition, FreshReplay made) throws InterruptedException {
        StateLoss loss = loss(partition, made);
        for (int i = 1; i < COMPARISONS && !loss.isNone(); i++) {
            Thread.sleep(BEFORE_NEXT.toMillis());
            made.before(ends.now().getOrDefault(partition, 0L));
            loss = loss(partition, made);
        }
        if (!loss.isNone()) {
            throw new LossyReplayException(loss.of(partition));
        }
    }

    private StateLoss loss(int partition, FreshReplay made) throws InterruptedException {
        serving.awaitApplied(partition, made.tally().offset());
        try (StateSnapshot live = serving.askAny(partition, PartitionViews::state)) {
            made.before(live.offset() + 1);
            try (StateSnapshot ofLog = made.state()) {
                return live.lostIn(ofLog);
            }
        }
    }

    private void fail(String why) {
        note(ReplayProgress.State.FAILED, Optional.of(why));
    }

    private void note(ReplayProgress.State state, Optional<String> failure) {
        progress = meter.progress(state, failure);
    }
}
