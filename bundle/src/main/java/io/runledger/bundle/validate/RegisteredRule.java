package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.record.Field;
import io.runledger.bundle.record.Field.Kind;
import io.runledger.bundle.record.RecordLine;
import io.runledger.bundle.record.RegisteredArtifact;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.ContractViolationException;
import io.runledger.schemas.contract.JsonPointers;
import io.runledger.schemas.contract.Problem;
import java.util.List;
import java.util.Map;

/**
 * What decisions changed of an artifact is in its line as it was registered, and that keeps the contract, too: the
 * record can be restored.
 */
final class RegisteredRule implements ExportRule {
    private static final String AT = JsonPointers.to(RegisteredArtifact.FIELD);

    private static final Map<String, Field> FIELDS = StatedFiles.byName(
            Field.optionalWord("status", "draft", "needs-review"),
            Field.optional("title", Kind.TEXT),
            Field.optional("summary", Kind.ANY),
            Field.optional("task_id", Kind.ANY),
            Field.optional("bundle_id", Kind.ANY),
            Field.optional("tags", Kind.TEXTS),
            Field.optional("metadata", Kind.ANY),
            Field.optional(RegisteredArtifact.METADATA_TEXT, Kind.TEXT));

    @Override
    public void check(Line line, Findings findings) {
        if (line.file() != ExportFile.ARTIFACTS) {
            return;
        }
        JsonNode registered = line.record().get(RegisteredArtifact.FIELD);
        long revision = line.number("revision");
        if (registered == null && revision > 1) {
            findings.add(line, AT, "required-field", "is required where decisions were made about the artifact");
        } else if (registered instanceof ObjectNode differing) {
            FieldsRule.check(
                    FIELDS,
                    differing,
                    (pointer, wrong) -> findings.add(line, AT + pointer, wrong.rule(), wrong.detail()));
            if (revision == 1
                    && !differing
                            .deepCopy()
                            .without(RegisteredArtifact.METADATA_TEXT)
                            .isEmpty()) {
                findings.add(line, AT, "inconsistent-state", "names what a decision changed, and there was none");
            }
            problems(line).forEach(problem -> add(problem, differing, line, findings));
        }
    }

    private static List<Problem> problems(Line line) {
        try {
            return Contract.ARTIFACT.problems(RecordLine.artifact(line.record()));
        } catch (ContractViolationException e) {
            return e.problems();
        }
    }

    /** Other fields are looked at by the rule of the contract. */
    private static void add(Problem problem, ObjectNode differing, Line line, Findings findings) {
        String field = problem.pointer().split("/", -1)[1];
        if (differing.has(field)) {
            findings.add(line, AT + problem.pointer(), "contract", problem.detail());
        } else if (field.equals("metadata") && differing.has(RegisteredArtifact.METADATA_TEXT)) {
            findings.add(line, AT + JsonPointers.to(RegisteredArtifact.METADATA_TEXT), "contract", problem.detail());
        }
    }
}
