package io.runledger.query.wait;

import io.runledger.streams.views.serve.Views;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The progress of views that are kept by this process. */
record ViewsProgress(Views views) implements Progress {
    @Override
    public long reached(Copy copy) {
        return AppliedOffsets.applied(() -> copy.any()
                ? views.local().applied(copy.partition())
                : views.local().appliedByOwner(copy.partition()));
    }

    @Override
    public boolean isHere(Copy copy) {
        return copy.any() ? views.local().has(copy.partition()) : views.local().owns(copy.partition());
    }

    @Override
    public Optional<Map<Integer, Long>> recentEnds() {
        return views.recentEnds();
    }

    @Override
    public CompletableFuture<Map<Integer, Long>> endsFromNow() {
        return views.endsFromNow();
    }
}
