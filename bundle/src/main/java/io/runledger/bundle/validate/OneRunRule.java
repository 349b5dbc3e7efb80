package io.runledger.bundle.validate;

import io.runledger.bundle.export.ExportFile;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.log.Position;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All records of a bundle are of its run, the last of them is at its position, and each kind's contract is named. */
final class OneRunRule implements ExportRule {
    private static final Map<ExportFile, String> SUBJECTS =
            Map.of(ExportFile.EVENTS, Contract.EVENT.subject(), ExportFile.ARTIFACTS, Contract.ARTIFACT.subject());

    private final StatedBundle stated;
    private final Set<String> subjects = new TreeSet<>();
    private long last = -1;

    OneRunRule(StatedBundle stated) {
        this.stated = stated;
    }

    @Override
    public void check(Line line, Findings findings) {
        if (stated.run().isPresent() && !stated.run().get().equals(line.run())) {
            findings.add(line, "/run_id", "foreign-run", "is not the run of the bundle");
        }
        last = Math.max(last, line.number("sequence"));
        String subject = SUBJECTS.get(line.file());
        if (subject != null) {
            subjects.add(subject);
        }
    }

    @Override
    public void end(Findings findings) {
        if (stated.position()
                .map(Position::offset)
                .filter(offset -> offset > last)
                .isPresent()) {
            StatedFiles.add(findings, "/position", "position", "is after the last record of the bundle");
        }
        if (stated.files().isThere() && !subjects.equals(new TreeSet<>(stated.subjects()))) {
            StatedFiles.add(findings, "/schemas", "manifest-schemas", "are not of the kinds of records in the bundle");
        }
    }
}
