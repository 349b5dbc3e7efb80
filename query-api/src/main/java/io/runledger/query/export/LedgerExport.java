package io.runledger.query.export;

import io.runledger.bundle.export.Export;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.export.Selection;
import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.store.Subject;
import io.runledger.v1.Artifact;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is selected of a ledger, run by run, as it is in the snapshots: the same ones give the same bytes.
 *
 * @param runs those that may hold something of it, in order of their names; asked for once for each file
 */
record LedgerExport(Snapshots snapshots, Selection selection, Supplier<Iterator<String>> runs) {

    void writeTo(OutputStream out) throws IOException {
        Export export = new Export(out);
        SortedMap<Integer, Long> carried = new TreeMap<>();
        export.write(
                ExportFile.ARTIFACTS,
                lines -> eachRun((records, scope) -> records.each(Kind.ARTIFACT, stored -> {
                    if (scope.takesArtifact(stored)) {
                        lines.add(
                                ExportJson.artifact(placed(stored, records, carried), outside(stored, records, scope)));
                    }
                })));
        export.write(
                ExportFile.FILES,
                lines -> eachRun((records, scope) -> records.each(Kind.EVENT, stored -> {
                    if (ExportScope.isFile(records.reader(), stored) && scope.takesFile(stored)) {
                        lines.add(ExportJson.file(records.placed(stored)));
                    }
                })));
        export.write(
                ExportFile.TASKS,
                lines -> eachRun((records, scope) -> records.eachTask(task -> {
                    if (scope.takesTask(task)) {
                        lines.add(ExportJson.task(
                                task,
                                records.reader()
                                        .state(Subject.task(task.runId(), task.taskId()))
                                        .map(given -> given.task())));
                    }
                })));
        export.write(
                ExportFile.EVENTS,
                lines -> eachRun((records, scope) -> records.each(Kind.EVENT, stored -> {
                    if (scope.takesEvent(stored)) {
                        lines.add(ExportJson.event(placed(stored, records, carried)));
                    }
                })));
        export.finish(selection, snapshots.positions(selection), carried);
    }

    /** @param carried the highest sequences of those that are placed elsewhere, by partition */
    private static StoredRecord placed(StoredRecord stored, RunRecords records, SortedMap<Integer, Long> carried) {
        StoredRecord placed = records.placed(stored);
        if (records.isCarried()) {
            carried.merge(placed.partition(), placed.place().sequence(), Math::max);
        }
        return placed;
    }

    @FunctionalInterface
    private interface OfRun {
        void write(RunRecords records, ExportScope scope) throws IOException;
    }

    private void eachRun(OfRun ofRun) throws IOException {
        Iterator<String> names = runs.get();
        while (names.hasNext()) {
            String run = names.next();
            RunRecords records = RunRecords.of(snapshots.of(run), run);
            Optional<ExportScope> scope = ExportScope.of(selection, records);
            if (scope.isPresent()) {
                ofRun.write(records, scope.get());
            }
        }
    }

    /** Relations whose other end the ledger does not have, or has and does not export. */
    static List<String> outside(StoredRecord stored, RunRecords records, ExportScope scope) {
        Artifact artifact = (Artifact) stored.record();
        String successor =
                stored.state().map(given -> given.artifact().supersededBy()).orElse(null);
        List<String> outside = new ArrayList<>();
        if (isOutside(artifact.getSupersedes(), records, scope)) {
            outside.add("/supersedes");
        }
        if (isOutside(successor, records, scope)) {
            outside.add("/superseded_by");
        }
        if (artifact.getFileId() != null && !scope.hasFile(records.reader(), records.run(), artifact.getFileId())) {
            outside.add("/file_id");
        }
        return outside;
    }

    private static boolean isOutside(@Nullable String artifact, RunRecords records, ExportScope scope) {
        return artifact != null && !scope.hasArtifact(records.reader(), records.run(), artifact);
    }
}
