package io.runledger.query.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.export.Lines;
import io.runledger.bundle.record.Json;
import io.runledger.bundle.run.EventList;
import io.runledger.bundle.run.RecordSchema;
import io.runledger.bundle.run.RunEvents;
import io.runledger.bundle.run.RunSource;
import io.runledger.core.run.Attempt;
import io.runledger.query.records.Registered;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.read.RunTimes;
import io.runledger.streams.views.store.Dimension;
import io.runledger.streams.views.store.Subject;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/** A run as it is in a snapshot of its partition, for its bundle. */
final class RunAtPosition implements RunSource {
    private static final ExportScope ALL = new ExportScope.Whole();

    private final RunRecords records;
    private final Position position;
    private final SortedSet<RecordSchema> schemas = new TreeSet<>();

    private RunAtPosition(RunRecords records, StoredRecord last) {
        this.records = records;
        StoredRecord placed = records.placed(last);
        this.position = new Position(placed.partition(), placed.place().sequence());
    }

    /** Empty if there is no such run. */
    static Optional<RunAtPosition> of(RunRecords records) {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> records.first(RecordQuery.all(kind).descending(true)).stream())
                .max((one, other) ->
                        Long.compare(one.place().sequence(), other.place().sequence()))
                .map(last -> new RunAtPosition(records, last));
    }

    @Override
    public Position position() {
        return position;
    }

    /** Whether a part of it was imported, so that its position may be that of another state of it elsewhere. */
    boolean isMixed() {
        return records.reader().directory().isMixed(records.run());
    }

    @Override
    public RunEvents events() throws IOException {
        RunTimes times = records.reader().times(records.run());
        Attempt<StoredRecord> newest = times.newest();
        Optional<StoredRecord> first = times.ofRun().map(work -> times.event(work.first()));
        return new RunEvents(
                records.run(),
                event(first),
                new Attempt<>(event(newest.started()), event(newest.finished())),
                OptionalLong.of(times.attemptCount()),
                records.first(ofType(EventList.GATE.eventType())).isPresent());
    }

    /** Empty, too, if it is about an artifact that is not shown. */
    private Optional<ObjectNode> event(Optional<StoredRecord> stored) throws IOException {
        Optional<StoredRecord> shown =
                stored.map(event -> RecordKey.of(event.record())).flatMap(records.reader()::record);
        return shown.isEmpty()
                ? Optional.empty()
                : Optional.of((ObjectNode) Json.read(ExportJson.event(records.placed(shown.get()))));
    }

    private static RecordQuery ofType(String type) {
        return RecordQuery.all(Kind.EVENT).where(Dimension.TYPE, Optional.of(type));
    }

    @Override
    public void write(String eventType, Lines lines) throws IOException {
        records.each(ofType(eventType), stored -> lines.add(ExportJson.event(records.placed(stored))));
    }

    @Override
    public void write(ExportFile file, Lines lines) throws IOException {
        switch (file) {
            case EVENTS ->
                records.each(Kind.EVENT, stored -> {
                    schemas.add(RecordSchema.of(stored.writer()));
                    lines.add(ExportJson.event(records.placed(stored)));
                });
            case ARTIFACTS ->
                records.each(Kind.ARTIFACT, stored -> {
                    schemas.add(RecordSchema.of(stored.writer()));
                    lines.add(ExportJson.artifact(records.placed(stored), LedgerExport.outside(stored, records, ALL)));
                });
            case FILES ->
                records.each(ofType(Registered.FILE.type()), stored -> {
                    if (ExportScope.isFile(records.reader(), stored)) {
                        lines.add(ExportJson.file(records.placed(stored)));
                    }
                });
            case TASKS ->
                records.eachTask(task -> lines.add(ExportJson.task(
                        task,
                        records.reader()
                                .state(Subject.task(task.runId(), task.taskId()))
                                .map(given -> given.task()))));
        }
    }

    @Override
    public SortedSet<RecordSchema> schemas() {
        return schemas;
    }
}
