package io.runledger.query.review;

import io.runledger.core.review.ArtifactState;
import io.runledger.core.review.ArtifactStatus;
import io.runledger.core.review.Blocker;
import io.runledger.core.review.Decision;
import io.runledger.core.review.Evidence;
import io.runledger.core.review.Proof;
import io.runledger.core.review.ProofRequirement;
import io.runledger.core.review.ProofRules;
import io.runledger.core.review.TaskRequest;
import io.runledger.core.review.TaskState;
import io.runledger.query.records.Registered;
import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.model.TaskCounts;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.store.Dimension;
import io.runledger.streams.views.store.Subject;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A task with everything that decides whether it can be completed, read in one piece.
 *
 * @param state empty if it was not declared
 * @param recent its newest events, newest first
 * @param produced the first artifacts that are attached to it
 * @param attached the first artifacts that are attached to it or to its bundle
 * @param files the first file records of it
 * @param blockedBy what a completion would lack now with nothing given; empty if it is not open
 */
record TaskView(
        TaskCounts counts,
        Optional<TaskState> state,
        Optional<StoredRecord> first,
        List<StoredRecord> recent,
        List<StoredRecord> produced,
        List<StoredRecord> attached,
        List<StoredRecord> files,
        List<Blocker> blockedBy) {
    private static final int RECENT = 20;
    private static final int SHOWN = 100;

    /** @param fourEyes whether the ledger asks for another person whatever the task does */
    static TaskView read(TaskCounts task, PartitionReader reader, boolean fourEyes) {
        Optional<TaskState> state =
                reader.state(Subject.task(task.runId(), task.taskId())).map(given -> given.task());
        List<RecordQuery> attachments = attachments(task, state);
        List<StoredRecord> files = Registered.FILE.firsts(
                reader,
                reader.first(
                        events(task)
                                .where(Dimension.TASK, Optional.of(task.taskId()))
                                .where(Dimension.TYPE, Optional.of(Registered.FILE.type())),
                        SHOWN));
        return new TaskView(
                task,
                state,
                reader.first(of(Kind.EVENT, task), 1).stream().findFirst(),
                reader.first(of(Kind.EVENT, task).descending(true), RECENT),
                reader.page(of(Kind.ARTIFACT, task), SHOWN),
                pages(reader, attachments),
                files,
                state.filter(declared -> !declared.completed())
                        .map(declared -> ProofRules.blockers(
                                declared.proofRequirement(),
                                Proof.NOTHING,
                                evidence(reader, task, declared, files, fourEyes)))
                        .orElse(List.of()));
    }

    /** What was decided about the task, granted or refused, newest first. */
    static List<StoredRecord> decisions(TaskCounts task, PartitionReader reader) {
        Optional<String> subject =
                Optional.of(Subject.task(task.runId(), task.taskId()).word());
        return Stream.concat(Stream.of(TaskRequest.values()).map(TaskRequest::grantedType), Stream.of(Decision.REFUSED))
                .flatMap(type -> reader
                        .first(
                                events(task)
                                        .where(Dimension.SUBJECT, subject)
                                        .where(Dimension.TYPE, Optional.of(type))
                                        .descending(true),
                                SHOWN)
                        .stream())
                .sorted(Comparator.<StoredRecord>comparingLong(
                                stored -> stored.place().sequence())
                        .reversed())
                .limit(SHOWN)
                .toList();
    }

    private static RecordQuery events(TaskCounts task) {
        return RecordQuery.all(Kind.EVENT).run(Optional.of(task.runId()));
    }

    private static RecordQuery of(Kind kind, TaskCounts task) {
        return RecordQuery.all(kind).run(Optional.of(task.runId())).where(Dimension.TASK, Optional.of(task.taskId()));
    }

    private static List<RecordQuery> attachments(TaskCounts task, Optional<TaskState> state) {
        List<RecordQuery> attachments = new ArrayList<>(List.of(of(Kind.ARTIFACT, task)));
        state.map(TaskState::bundleId)
                .ifPresent(bundle -> attachments.add(RecordQuery.all(Kind.ARTIFACT)
                        .run(Optional.of(task.runId()))
                        .where(Dimension.BUNDLE, Optional.of(bundle))));
        return attachments;
    }

    /** What counts for the proof, as the guard has it. Approved ones count wherever they are, so they are looked for besides the first. */
    private static Evidence evidence(
            PartitionReader reader, TaskCounts task, TaskState declared, List<StoredRecord> files, boolean fourEyes) {
        ProofRequirement required = declared.proofRequirement();
        RecordQuery ofRun = RecordQuery.all(Kind.ARTIFACT)
                .run(Optional.of(task.runId()))
                .where(Dimension.TYPE, Optional.ofNullable(required.artifactType()));
        List<RecordQuery> counting = new ArrayList<>();
        counting.add(ofRun.where(Dimension.TASK, Optional.of(required.task(task.taskId()))));
        Optional.ofNullable(required.bundle(declared.bundleId()))
                .ifPresent(bundle -> counting.add(ofRun.where(Dimension.BUNDLE, Optional.of(bundle))));
        Optional<String> approved = Optional.of(ArtifactStatus.APPROVED.word());
        List<StoredRecord> artifacts = new ArrayList<>(pages(reader, counting));
        counting.forEach(query -> artifacts.addAll(reader.page(
                query.where(Dimension.STATUS, approved), fourEyes || required.needsFourEyes() ? SHOWN : 1)));
        return new Evidence(
                artifacts.stream()
                        .map(stored -> Evidence.Candidate.of(
                                ((Artifact) stored.record()).getArtifactId(),
                                stored.state()
                                        .map(given -> given.artifact())
                                        .orElseGet(() -> ArtifactState.of((Artifact) stored.record())),
                                null,
                                fourEyes || required.needsFourEyes()))
                        .distinct()
                        .toList(),
                files.stream()
                        .map(file -> String.valueOf(((Event) file.record()).getSubjectId()))
                        .toList());
    }

    private static List<StoredRecord> pages(PartitionReader reader, List<RecordQuery> attachments) {
        Map<String, StoredRecord> byId = new LinkedHashMap<>();
        attachments.forEach(query -> reader.page(query, SHOWN)
                .forEach(stored -> byId.putIfAbsent(((Artifact) stored.record()).getArtifactId(), stored)));
        return List.copyOf(byId.values());
    }
}
