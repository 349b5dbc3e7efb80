package io.runledger.query.review;

import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.model.GivenState;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.store.Dimension;
import io.runledger.streams.views.store.Subject;
import java.util.List;
import java.util.Optional;

/**
 * A bundle of a run, read in one piece.
 *
 * @param tasks the first tasks that are declared with it, by name
 * @param artifactCount how many artifacts are in it
 * @param artifacts the first of them
 */
record BundleView(
        String runId, String bundleId, List<GivenState> tasks, long artifactCount, List<StoredRecord> artifacts) {
    private static final int SHOWN = 1000;

    static BundleView read(String run, String bundle, PartitionReader reader) {
        return new BundleView(
                run,
                bundle,
                reader.directory().tasksOfBundle(run, bundle, SHOWN).stream()
                        .flatMap(task -> reader.state(Subject.task(run, task)).stream())
                        .toList(),
                reader.directory().artifactsOfBundle(run, bundle),
                reader.first(
                        RecordQuery.all(Kind.ARTIFACT)
                                .run(Optional.of(run))
                                .where(Dimension.BUNDLE, Optional.of(bundle)),
                        SHOWN));
    }

    boolean isThere() {
        return !tasks.isEmpty() || artifactCount > 0;
    }
}
