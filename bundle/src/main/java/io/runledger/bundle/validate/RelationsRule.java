package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.schemas.contract.JsonPointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a record names is in the export: the task of an artifact, file or event, the file of an artifact, the artifacts that
 * it supersedes and that supersede it. Where a ledger has no such record any more, or the selection did not reach it, the
 * artifact says so in {@code outside}; saying so of one that is there is wrong, too. Other jobs and other runs
 * ({@code assistant_job_id}, {@code derived_from}) may be named freely.
 */
final class RelationsRule implements ExportRule {
    private static final String OUTSIDE = "outside";
    private static final Map<String, ExportFile> OF_ARTIFACT = Map.of(
            "supersedes", ExportFile.ARTIFACTS,
            "superseded_by", ExportFile.ARTIFACTS,
            "file_id", ExportFile.FILES);

    private final KnownIds known;
    private final List<Open> open = new ArrayList<>();
    private final int mostOpen;
    private String run = "";

    /** What a line names before the line that it names was read. */
    private record Open(Line line, String field, String target) {}

    /** @param mostOpen relations that are kept until the end of their run */
    RelationsRule(KnownIds known, int mostOpen) {
        this.known = known;
        this.mostOpen = mostOpen;
    }

    @Override
    public void check(Line line, Findings findings) {
        if (!line.run().equals(run) || line.file() != ExportFile.ARTIFACTS || open.size() >= mostOpen) {
            end(findings);
            run = line.run();
        }
        String task = line.text("task_id");
        if (line.file() != ExportFile.TASKS && task != null && isMissing(ExportFile.TASKS, line, task)) {
            dangling(line, "task_id", findings);
        }
        if (line.file() == ExportFile.ARTIFACTS) {
            OF_ARTIFACT.keySet().stream().sorted().forEach(field -> artifact(line, field, findings));
        }
    }

    private void artifact(Line line, String field, Findings findings) {
        String target = line.text(field);
        boolean outside = isOutside(line, field);
        if (target == null) {
            if (outside) {
                findings.add(line, JsonPointers.to(OUTSIDE), "outside-relation", "names a field that is not there");
            }
        } else if (OF_ARTIFACT.get(field) == ExportFile.ARTIFACTS) {
            open.add(new Open(slim(line, outside ? field : ""), field, target));
        } else {
            settle(line, field, isMissing(ExportFile.FILES, line, target), outside, findings);
        }
    }

    /** Without the rest of the record, which may be large. */
    private static Line slim(Line line, String outside) {
        Line slim = new Line(line.file(), line.number(), line.record().objectNode());
        slim.record().put("run_id", line.run());
        if (!outside.isEmpty()) {
            slim.record().putArray(OUTSIDE).add(JsonPointers.to(outside));
        }
        return slim;
    }

    @Override
    public void end(Findings findings) {
        for (Open each : open) {
            settle(
                    each.line(),
                    each.field(),
                    isMissing(ExportFile.ARTIFACTS, each.line(), each.target()),
                    isOutside(each.line(), each.field()),
                    findings);
        }
        open.clear();
    }

    private void settle(Line line, String field, boolean missing, boolean outside, Findings findings) {
        if (missing && !outside) {
            dangling(line, field, findings);
        } else if (!missing && outside && !known.isFull()) {
            findings.add(
                    line,
                    JsonPointers.to(OUTSIDE),
                    "outside-relation",
                    "names a relation whose record is in the export");
        }
    }

    private static void dangling(Line line, String field, Findings findings) {
        findings.add(line, JsonPointers.to(field), "dangling-relation", "names a record that is not in the export");
    }

    private boolean isMissing(ExportFile file, Line line, String id) {
        return !known.isFull() && !known.has(file, line.run(), id);
    }

    private static boolean isOutside(Line line, String field) {
        for (JsonNode pointer : line.record().path(OUTSIDE)) {
            if (pointer.asText().equals(JsonPointers.to(field))) {
                return true;
            }
        }
        return false;
    }
}
