package io.runledger.streams.views.read;

import io.runledger.core.access.DataClass;
import io.runledger.core.access.Visibility;
import io.runledger.core.review.RequestType;
import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.model.ViewEntry;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Dimension;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Layout;
import io.runledger.streams.views.store.Range;
import io.runledger.streams.views.store.Rows;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.rocksdb.ReadOptions;

/**
 * Which records a reader shows: those of the runs, and of the data classes, that its principal may see. An event about an
 * artifact is shown if the artifact is. Usable as long as its reader is open; for one thread.
 */
final class Visible {
    private final Visibility visibility;
    private final Database database;
    private final ReadOptions options;
    private final List<String> hiddenClasses;
    private final Map<String, Boolean> runs = new HashMap<>();

    Visible(Visibility visibility, Database database, ReadOptions options) {
        this.visibility = visibility;
        this.database = database;
        this.options = options;
        this.hiddenClasses = visibility.includesAllClasses() ? List.of() : classes(false);
    }

    boolean isEverything() {
        return visibility.isEverything();
    }

    boolean hasAllRuns() {
        return visibility.includesAllRuns();
    }

    boolean hasRun(String run) {
        return visibility.includesRun(run);
    }

    /** What the ids of its runs begin with; no one begins with another. */
    List<String> prefixes() {
        return visibility.prefixes();
    }

    /** What the ids of its runs begin with of those that begin so. */
    List<String> within(String prefix) {
        return hasRun(prefix)
                ? List.of(prefix)
                : prefixes().stream().filter(own -> own.startsWith(prefix)).toList();
    }

    List<String> hiddenClasses() {
        return hiddenClasses;
    }

    /** The data classes of what is shown. */
    List<String> classes() {
        return classes(true);
    }

    private List<String> classes(boolean shown) {
        return Arrays.stream(DataClass.values())
                .map(DataClass::word)
                .filter(word -> visibility.includesClass(word) == shown)
                .toList();
    }

    /** Whether a run has, or had, artifacts that are not shown. */
    boolean hidesSomeOf(String run) {
        return !hiddenClasses.isEmpty() && runs.computeIfAbsent(run, this::hasHidden);
    }

    private boolean hasHidden(String run) {
        try (Rows rows = database.iterator(Family.POSTINGS, options)) {
            for (String hidden : hiddenClasses) {
                byte[] list = Layout.runPostings(RecordKey.Kind.ARTIFACT, run, Dimension.DATA_CLASS, hidden)
                        .bytes();
                rows.seek(list);
                if (Range.within(rows, list)) {
                    return true;
                }
            }
        }
        return !erased(Optional.of(run), 1).isEmpty();
    }

    /**
     * Artifacts that were erased, and their data class with them: they are shown to nobody who does not see all classes.
     *
     * @param run empty for all runs
     */
    List<RecordKey> erased(Optional<String> run, int most) {
        byte[] begin = (RecordKey.Kind.ARTIFACT.word() + "/"
                        + run.map(id -> id + "/").orElse(""))
                .getBytes(StandardCharsets.UTF_8);
        List<RecordKey> erased = new ArrayList<>();
        try (Rows rows = database.iterator(Family.ERASED, options)) {
            for (rows.seek(begin); erased.size() < most && Range.within(rows, begin); rows.next()) {
                RecordKey.parse(rows.key()).ifPresent(erased::add);
            }
        }
        return erased;
    }

    /** @param entry of the record; read only if its key does not tell */
    boolean has(RecordKey.Kind kind, String run, long sequence, Supplier<ViewEntry> entry) {
        if (!hasRun(run)) {
            return false;
        }
        if (!hidesSomeOf(run)) {
            return true;
        }
        return kind == RecordKey.Kind.ARTIFACT
                ? !isHidden(run, sequence)
                : about(entry.get()).filter(id -> isHidden(run, id)).isEmpty();
    }

    /** Whether the artifact with an id is shown, if there is one. */
    boolean hasArtifact(String run, String id) {
        return hasRun(run) && !(hidesSomeOf(run) && isHidden(run, id));
    }

    private static Optional<String> about(ViewEntry entry) {
        Event event = (Event) entry.record();
        return RequestType.Subject.ARTIFACT.word().equals(event.getSubjectKind())
                ? Optional.ofNullable(event.getSubjectId())
                : Optional.empty();
    }

    private boolean isHidden(String run, String artifact) {
        RecordKey key = new RecordKey(RecordKey.Kind.ARTIFACT, run, artifact);
        byte[] sequence = database.get(Family.IDS, options, Layout.id(key));
        return sequence == null
                ? database.get(Family.ERASED, options, key.bytes()) != null
                : isHidden(run, KeyReader.number(sequence, 0));
    }

    private boolean isHidden(String run, long sequence) {
        return hiddenClasses.stream()
                .anyMatch(hidden -> database.get(
                                Family.POSTINGS,
                                options,
                                Layout.runPosting(RecordKey.Kind.ARTIFACT, run, Dimension.DATA_CLASS, hidden, sequence))
                        != null);
    }
}
