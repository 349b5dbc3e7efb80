package io.runledger.streams.views.read;

import io.runledger.core.review.RequestType;
import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.model.ViewEntry;
import io.runledger.streams.views.store.Dimension;
import io.runledger.streams.views.store.Subject;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What counters count of the artifacts that are not shown, and of the events about them. It reads each of these, and nothing
 * else. Usable as long as its reader is open.
 */
final class HiddenCounts {
    private final EntryReader entries;
    private final Visible visible;
    private final Map<ByteBuffer, Long> counts = new HashMap<>();

    private HiddenCounts(EntryReader entries, Visible visible) {
        this.entries = entries;
        this.visible = visible;
    }

    /** @param run empty for all runs */
    static Map<ByteBuffer, Long> of(Optional<String> run, EntryReader entries, Visible visible) {
        HiddenCounts hidden = new HiddenCounts(entries, visible);
        hidden.addAll(run);
        return hidden.counts;
    }

    private void addAll(Optional<String> run) {
        for (String hidden : visible.hiddenClasses()) {
            each(
                    RecordQuery.all(RecordKey.Kind.ARTIFACT).run(run).where(Dimension.DATA_CLASS, Optional.of(hidden)),
                    artifact -> {
                        add(artifact);
                        addEventsAbout(RecordKey.of(artifact.record()));
                    });
        }
        visible.erased(run, Integer.MAX_VALUE).forEach(this::addEventsAbout);
    }

    private void addEventsAbout(RecordKey artifact) {
        String word = Subject.word(RequestType.Subject.ARTIFACT.word(), artifact.id());
        each(
                RecordQuery.all(RecordKey.Kind.EVENT)
                        .run(Optional.of(artifact.runId()))
                        .where(Dimension.SUBJECT, Optional.of(word)),
                this::add);
    }

    private interface Taking {
        void take(ViewEntry entry);
    }

    private void each(RecordQuery query, Taking taking) {
        ScanPlan plan = ScanPlan.of(query);
        try (PostingsJoin walk = entries.walk(plan)) {
            while (walk.next()) {
                taking.take(entries.entry(RecordRow.of(query, plan, walk)));
            }
        }
    }

    private void add(ViewEntry entry) {
        entry.counters().forEach(counter -> counts.merge(ByteBuffer.wrap(counter), 1L, Long::sum));
    }
}
