package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.record.Field;
import io.runledger.bundle.run.BundleFile;
import io.runledger.bundle.run.CheckpointLine;
import io.runledger.schemas.contract.JsonPointers;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;

/** Checks the checkpoints of a bundle that was made with them: each name once and in order, each content what is said of it. */
final class CheckpointCheck {
    private static final String FILE = BundleFile.CHECKPOINTS;
    private static final Map<String, Field> FIELDS = StatedFiles.byName(CheckpointLine.fields());

    private final Reading reading;
    private final Findings findings;
    private String last = "";

    CheckpointCheck(Reading reading) {
        this.reading = reading;
        this.findings = reading.findings();
    }

    void check(StatedBundle stated) throws IOException {
        if (reading.archive().names().contains(FILE) || stated.files().files().containsKey(FILE)) {
            JsonLines json = new JsonLines(findings);
            reading.lines(FILE, stated.files(), (number, bytes, length) -> {
                json.read(FILE, number, bytes, length).ifPresent(line -> line(number, line));
                return true;
            });
        }
    }

    private void line(long number, ObjectNode line) {
        FieldsRule.check(
                FIELDS, line, (pointer, wrong) -> findings.add(FILE, number, pointer, wrong.rule(), wrong.detail()));
        String name = line.path("name").asText();
        int order = name.compareTo(last);
        if (order == 0) {
            add(number, "name", "duplicate-id", "appears twice");
        } else if (order < 0) {
            add(number, "name", "out-of-order", "comes before the name of the line above");
        }
        last = name;
        content(number, line);
    }

    private void content(long number, ObjectNode line) {
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(line.path(CheckpointLine.CONTENT).asText());
            if (bytes.length != line.path("size_bytes").asLong(-1)) {
                add(number, "size_bytes", "checkpoint-size", "is not the size of the content");
            }
            if (!CheckpointLine.blake3(bytes).equals(line.path("blake3").asText())) {
                add(number, "blake3", "checkpoint-blake3", "is not the digest of the content");
            }
        } catch (IllegalArgumentException e) {
            add(number, CheckpointLine.CONTENT, "malformed-base64", "is not base64");
        }
    }

    private void add(long number, String field, String rule, String detail) {
        findings.add(FILE, number, JsonPointers.to(field), rule, detail);
    }
}
