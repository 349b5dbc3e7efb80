package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.record.Field;
import io.runledger.bundle.record.Json;
import io.runledger.bundle.record.JsonDifference;
import io.runledger.bundle.run.BundleFile;
import io.runledger.bundle.run.EventList;
import io.runledger.bundle.run.RunDocument;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the bundle of a run: its records like those of an export, and that its other files say what the events say. */
final class BundleCheck {
    private static final String RULE = "contradicts-events";
    private static final int MOST_DIFFERENCES = 100;
    private static final Map<String, Field> RUN = StatedFiles.byName(RunDocument.fields());

    private final Reading reading;
    private final Findings findings;

    BundleCheck(Reading reading) {
        this.reading = reading;
        this.findings = reading.findings();
    }

    void check(Optional<ObjectNode> manifest) throws IOException {
        Set<String> names = BundleFile.all();
        reading.archive().names().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> findings.add(name, 0, "", "unknown-file", "is no file of a bundle"));
        StatedBundle stated =
                manifest.map(json -> StatedBundle.read(json, findings)).orElse(StatedBundle.NOTHING);
        Optional<ObjectNode> run = reading.object(BundleFile.RUN, stated.files());
        String id = stated.run()
                .or(() -> run.map(json -> json.path("run_id").asText()))
                .orElse("");
        ToldRule told = new ToldRule(id, stated.version(), reading.limits().ids());
        records(stated, told);
        run.ifPresent(json -> run(json, told));
        config(stated, told);
        new CheckpointCheck(reading).check(stated);
        for (EventList list : EventList.values()) {
            if (!list.isOptional() || isExpected(list, stated, told)) {
                list(list, stated, told);
            }
        }
    }

    private boolean isExpected(EventList list, StatedBundle stated, ToldRule told) {
        return !told.of(list).isEmpty()
                || stated.files().files().containsKey(list.fileName())
                || reading.archive().names().contains(list.fileName());
    }

    private void records(StatedBundle stated, ToldRule told) throws IOException {
        findings.root(BundleFile.ROOT);
        List<ExportRule> rules = ExportRules.of(
                stated.position()
                        .map(position -> Map.of(position.partition(), position.offset()))
                        .orElse(Map.of()),
                reading.limits());
        rules.add(new OneRunRule(stated));
        rules.add(told);
        for (ExportFile file : Validator.ORDER) {
            reading.records(BundleFile.of(file), file, stated.files(), rules);
        }
        rules.forEach(rule -> rule.end(findings));
    }

    private void run(ObjectNode actual, ToldRule told) {
        Set<String> wrong = new HashSet<>();
        FieldsRule.check(RUN, actual, (pointer, found) -> {
            wrong.add(pointer);
            findings.add(BundleFile.RUN, 0, pointer, found.rule(), found.detail());
        });
        contradicts(BundleFile.RUN, RunDocument.of(told.events()), RunDocument.withTimesOfOneWidth(actual), wrong);
    }

    private void config(StatedBundle stated, ToldRule told) throws IOException {
        Optional<byte[]> bytes = reading.bytes(BundleFile.CONFIG, stated.files());
        Optional<JsonNode> actual = bytes.flatMap(config -> reading.value(BundleFile.CONFIG, config));
        if (actual.isPresent()
                && !contradicts(BundleFile.CONFIG, told.events().config(), actual.get(), Set.of())
                && !Arrays.equals(bytes.get(), Json.compact(told.events().config()))) {
            findings.add(BundleFile.CONFIG, 0, "", "config-form", "is not in the form that run.json has the digest of");
        }
    }

    /** @param told of what was told already */
    private boolean contradicts(String file, JsonNode expected, JsonNode actual, Set<String> told) {
        try {
            JsonNode read = Json.read(Json.line(expected)); // as it would have been read
            List<String> pointers = JsonDifference.between(read, actual, MOST_DIFFERENCES).stream()
                    .map(JsonDifference::pointer)
                    .filter(pointer -> told.stream().noneMatch(pointer::startsWith))
                    .toList();
            pointers.forEach(pointer -> findings.add(file, 0, pointer, RULE, "is not what the events say"));
            return !pointers.isEmpty();
        } catch (IOException e) {
            throw new IllegalStateException("JSON from memory", e);
        }
    }

    private void list(EventList list, StatedBundle stated, ToldRule told) throws IOException {
        Map<String, Field> fields = StatedFiles.byName(list.fields());
        List<IdDigest> expected = told.of(list);
        int[] count = {0};
        reading.array(list.fileName(), stated.files(), (line, entry) -> {
            FieldsRule.check(
                    fields,
                    entry,
                    (pointer, wrong) -> findings.add(list.fileName(), line, pointer, wrong.rule(), wrong.detail()));
            int at = count[0]++;
            if (at >= expected.size() && told.isFull()) {
                return;
            }
            if (at >= expected.size() || !expected.get(at).equals(ToldRule.digest(entry))) {
                findings.add(list.fileName(), line, "", RULE, "is not what the events say");
            }
        });
        if (reading.archive().names().contains(list.fileName()) && count[0] < expected.size()) {
            findings.add(list.fileName(), 0, "", RULE, "has fewer entries than there are such events");
        }
    }
}
