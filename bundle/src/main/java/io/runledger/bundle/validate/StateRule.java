package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.core.review.ArtifactStatus;
import io.runledger.core.review.ProofRequirement;

/** What decisions have made of artifacts and tasks is a state that they can make. */
final class StateRule implements ExportRule {
    private static final String RULE = "inconsistent-state";

    @Override
    public void check(Line line, Findings findings) {
        if (line.file() == ExportFile.ARTIFACTS) {
            artifact(line, findings);
        } else if (line.file() == ExportFile.TASKS) {
            task(line, findings);
        }
    }

    private static void artifact(Line line, Findings findings) {
        boolean superseded = ArtifactStatus.SUPERSEDED.word().equals(line.text("status"));
        if (superseded && !line.record().has("superseded_by")) {
            findings.add(line, "/superseded_by", RULE, "is required of a superseded artifact");
        }
        if (line.number("revision") == 0) {
            findings.add(line, "/revision", RULE, "must be 1 or more");
        }
        boolean decided = ArtifactStatus.APPROVED.word().equals(line.text("status"))
                || ArtifactStatus.REJECTED.word().equals(line.text("status"))
                || superseded;
        if (decided && line.number("revision") == 1) {
            findings.add(line, "/status", RULE, "is reached by a decision only, and there was none");
        }
    }

    private static void task(Line line, Findings findings) {
        boolean declared = line.record().path("declared").asBoolean();
        boolean undeclared = "undeclared".equals(line.text("state"));
        if (declared == undeclared) {
            findings.add(line, "/state", RULE, "contradicts declared");
        }
        if ("completed".equals(line.text("state")) && !line.record().has("completed_at")) {
            findings.add(line, "/completed_at", RULE, "is required of a completed task");
        }
        JsonNode requirement = line.record().path("proof_requirement");
        if (declared && !line.record().has("proof_requirement")) {
            findings.add(line, "/proof_requirement", "required-field", "is required of a declared task");
        }
        if (requirement.isObject()
                && ProofRequirement.Type.of(requirement.path("type").asText()).isEmpty()) {
            findings.add(line, "/proof_requirement/type", "enum", "is no kind of proof");
        }
        if (requirement.has("scope")
                && ProofRequirement.Scope.of(requirement.path("scope").asText()).isEmpty()) {
            findings.add(line, "/proof_requirement/scope", "enum", "is neither task nor bundle");
        }
        for (String name : new String[] {"artifact_type", "task_id"}) {
            if (requirement.has(name) && !requirement.path(name).isTextual()) {
                findings.add(line, "/proof_requirement/" + name, "wrong-type", "must be a text");
            }
        }
    }
}
