package io.runledger.query.export;

import io.runledger.bundle.export.Selection;
import io.runledger.core.review.RequestType;
import io.runledger.query.answer.RecordJson;
import io.runledger.query.records.Registered;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.model.GivenState;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.TaskCounts;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.store.Dimension;
import io.runledger.streams.views.store.Subject;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a run belongs to a bundle, or came since a time, or both. To a bundle belong the tasks that are declared with it,
 * the artifacts that are in it or attached to one of those tasks, the files of those tasks, and the events of those tasks and
 * about those artifacts. Since a time are the records that were appended then or later, and the artifacts that were decided
 * about. What an artifact of these supersedes, is superseded by, and its file come along, and so on from there, up to a bound
 * of memory; and each task that a record of these names.
 */
final class PartOfRun implements ExportScope {
    /** Most artifacts and files of one run that come along; what is beyond is named as outside. */
    private static final int MOST_ALONG = 10_000;

    private final Optional<String> bundle;
    private final long since;
    private final RunRecords records;
    private final Set<String> artifactsAlong = new HashSet<>();
    private final Set<String> filesAlong = new HashSet<>();

    private PartOfRun(Selection selection, RunRecords records) {
        this.bundle = selection.bundleId();
        this.since = selection.since().map(time -> time.toEpochMilli()).orElse(Long.MIN_VALUE);
        this.records = records;
    }

    static Optional<ExportScope> of(Selection selection, RunRecords records) throws IOException {
        PartOfRun part = new PartOfRun(selection, records);
        if (!part.mayHaveSome(selection)) {
            return Optional.empty();
        }
        records.each(Kind.ARTIFACT, part::bringAlong);
        return Optional.of(part);
    }

    /** Decisions are events, so nothing changes without a record. */
    private boolean mayHaveSome(Selection selection) {
        return selection.since().isEmpty()
                || records.any(RecordQuery.all(Kind.EVENT).between(selection.since(), Optional.empty()), any -> true)
                || records.any(
                        RecordQuery.all(Kind.ARTIFACT).between(selection.since(), Optional.empty()), any -> true);
    }

    private void bringAlong(StoredRecord stored) {
        if (!isOwn(stored)) {
            return;
        }
        Deque<StoredRecord> open = new ArrayDeque<>();
        open.add(stored);
        while (!open.isEmpty() && artifactsAlong.size() + filesAlong.size() < MOST_ALONG) {
            StoredRecord next = open.remove();
            Artifact artifact = (Artifact) next.record();
            file(artifact.getFileId());
            artifact(artifact.getSupersedes()).ifPresent(open::add);
            artifact(next.state().map(given -> given.artifact().supersededBy()).orElse(null))
                    .ifPresent(open::add);
        }
    }

    /** An artifact that comes along and was not known to. */
    private Optional<StoredRecord> artifact(@Nullable String id) {
        return id == null
                ? Optional.empty()
                : records.reader()
                        .record(new RecordKey(Kind.ARTIFACT, records.run(), id))
                        .filter(found -> !isOwn(found) && artifactsAlong.add(id));
    }

    private void file(@Nullable String id) {
        if (id != null
                && Registered.FILE
                        .first(records.reader(), records.run(), id)
                        .filter(found -> !isOwnFile(found))
                        .isPresent()) {
            filesAlong.add(id);
        }
    }

    @Override
    public boolean takesArtifact(StoredRecord stored) {
        return isOwn(stored) || artifactsAlong.contains(((Artifact) stored.record()).getArtifactId());
    }

    @Override
    public boolean takesFile(StoredRecord registered) {
        return isOwnFile(registered)
                || filesAlong.contains(String.valueOf(((Event) registered.record()).getSubjectId()));
    }

    @Override
    public boolean takesEvent(StoredRecord stored) {
        return (isSince(stored) && isOfBundle((Event) stored.record()))
                || (ExportScope.isFile(records.reader(), stored) && takesFile(stored));
    }

    @Override
    public boolean takesTask(TaskCounts task) {
        Optional<String> id = Optional.of(task.taskId());
        return (bundle.isPresent() && since == Long.MIN_VALUE && isTaskOfBundle(task.taskId()))
                || records.any(RecordQuery.all(Kind.ARTIFACT).where(Dimension.TASK, id), this::takesArtifact)
                || records.any(RecordQuery.all(Kind.EVENT).where(Dimension.TASK, id), this::takesEvent);
    }

    private boolean isOwn(StoredRecord stored) {
        boolean recent = isSince(stored)
                || stored.state().filter(state -> state.decidedAt() >= since).isPresent();
        return recent && isOfBundle(RecordJson.artifact(stored));
    }

    private boolean isOwnFile(StoredRecord registered) {
        return isSince(registered) && (bundle.isEmpty() || isTaskOfBundle(((Event) registered.record()).getTaskId()));
    }

    private boolean isSince(StoredRecord stored) {
        return stored.place().createdAt() >= since;
    }

    private boolean isOfBundle(Artifact artifact) {
        return bundle.isEmpty() || bundle.get().equals(artifact.getBundleId()) || isTaskOfBundle(artifact.getTaskId());
    }

    private boolean isOfBundle(Event event) {
        if (bundle.isEmpty() || isTaskOfBundle(event.getTaskId())) {
            return true;
        }
        String subject = event.getSubjectId();
        String kind = event.getSubjectKind();
        if (subject == null || kind == null) {
            return false;
        }
        return kind.equals(RequestType.Subject.TASK.word())
                ? isTaskOfBundle(subject)
                : kind.equals(RequestType.Subject.ARTIFACT.word())
                        && records.reader()
                                .record(new RecordKey(Kind.ARTIFACT, records.run(), subject))
                                .filter(about -> isOfBundle(RecordJson.artifact(about)))
                                .isPresent();
    }

    private boolean isTaskOfBundle(@Nullable String task) {
        return task != null
                && records.reader()
                        .state(Subject.task(records.run(), task))
                        .map(GivenState::task)
                        .filter(state -> bundle.equals(Optional.ofNullable(state.bundleId())))
                        .isPresent();
    }
}
