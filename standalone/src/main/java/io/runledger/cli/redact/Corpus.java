package io.runledger.cli.redact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.core.redaction.Content;
import io.runledger.core.redaction.RecordRedaction;
import io.runledger.core.redaction.Redaction;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.ContractViolationException;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.avro.specific.SpecificRecord;

/**
 * A labelled corpus: files of JSON lines, plain or gzip, each {@code {"name", "body", "expect": {"outcome", "absent",
 * "documented_gap"}}}. A body is what the door takes; its outcome is {@code redacted}, {@code refused} or {@code unchanged}, and
 * of what is {@code absent} nothing may be stored.
 */
final class Corpus {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonFactory FACTORY = new JsonFactory();

    private final RecordRedaction redaction;
    private final StoragePolicy storage = StoragePolicy.development();

    Corpus(Redaction redaction) {
        this.redaction = new RecordRedaction(redaction);
    }

    /**
     * How it went.
     *
     * @param gaps secrets that the documentation says are not found; counted nowhere else
     * @param missed names of secrets that were stored
     * @param damaged names of innocents that were not stored as they were sent
     */
    record Figures(int secrets, int innocents, int gaps, List<String> missed, List<String> damaged) {
        double recall() {
            return secrets == 0 ? 1 : (double) (secrets - missed.size()) / secrets;
        }
    }

    Figures of(Path directory) throws IOException {
        int secrets = 0;
        int innocents = 0;
        int gaps = 0;
        List<String> missed = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        for (Path file : files(directory)) {
            for (String line : lines(file)) {
                JsonNode each = JSON.readTree(line);
                JsonNode expected = each.path("expect");
                String name = each.path("name").asText();
                if (expected.path("documented_gap").asBoolean()) {
                    gaps++;
                } else if (expected.path("outcome").asText().equals("unchanged")) {
                    innocents++;
                    if (!isUntouched(each.path("body"))) {
                        damaged.add(name);
                    }
                } else {
                    secrets++;
                    if (isStored(each.path("body"), expected.path("absent"))) {
                        missed.add(name);
                    }
                }
            }
        }
        return new Figures(secrets, innocents, gaps, missed, damaged);
    }

    private boolean isUntouched(JsonNode body) throws IOException {
        Optional<SpecificRecord> record = read(body);
        return record.isPresent()
                && admitted(record.get()).filter(record.get()::equals).isPresent();
    }

    private boolean isStored(JsonNode body, JsonNode absent) throws IOException {
        Optional<SpecificRecord> stored = read(body).flatMap(this::admitted);
        if (stored.isEmpty()) {
            return false;
        }
        String text = text(stored.get());
        for (JsonNode secret : absent) {
            String quoted = JSON.writeValueAsString(secret.asText());
            if (text.contains(secret.asText()) || text.contains(quoted.substring(1, quoted.length() - 1))) {
                return true;
            }
        }
        return false;
    }

    /** The record as it would be stored; empty if it is refused. */
    private Optional<SpecificRecord> admitted(SpecificRecord record) {
        boolean isKept = record instanceof Artifact artifact
                ? storage.breaches(artifact).isEmpty()
                : storage.breaches((Event) record).isEmpty();
        RecordRedaction.Cleaned<SpecificRecord> cleaned = redaction.clean(record, Content.DROP);
        return isKept && cleaned.left().isEmpty() ? Optional.of(cleaned.record()) : Optional.empty();
    }

    private static String text(SpecificRecord record) {
        StringBuilder text = new StringBuilder();
        record.getSchema().getFields().forEach(field -> text.append(record.get(field.pos()))
                .append('\n'));
        return text.toString();
    }

    private static Optional<SpecificRecord> read(JsonNode body) throws IOException {
        Contract<?> contract = body.has("artifact_type") ? Contract.ARTIFACT : Contract.EVENT;
        try (JsonParser parser = FACTORY.createParser(body.toString())) {
            parser.nextToken();
            return Optional.of(contract.read(parser));
        } catch (ContractViolationException e) {
            return Optional.empty();
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().matches(".*\\.(?:jsonl|ndjson)(?:\\.gz)?"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
                BufferedReader reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isBlank()).toList();
        }
    }
}
