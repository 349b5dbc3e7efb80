package io.runledger.endtoend.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.bundle.validate.Finding;
import io.runledger.bundle.validate.Validator;
import io.runledger.endtoend.ledger.LedgerApi;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** An export as Java's own zip reader sees it, by name of the file without its suffix. */
public record Exported(byte[] zip, Map<String, List<JsonNode>> files) {
    public static Exported of(byte[] zip) throws IOException {
        Map<String, List<JsonNode>> files = new HashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                List<JsonNode> records = new ArrayList<>();
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                if (entry.getName().equals("manifest.json")) {
                    records.add(new ObjectMapper().readTree(text));
                } else {
                    for (String line : text.lines().toList()) {
                        records.add(new ObjectMapper().readTree(line));
                    }
                }
                files.put(entry.getName().split("\\.", 2)[0], records);
            }
        }
        return new Exported(zip, files);
    }

    public static Exported get(LedgerApi api, String path) throws Exception {
        LedgerApi.Answer answer = api.get(path).expect(200);
        assertThat(answer.headers()).doesNotContainKey("content-encoding");
        return of(answer.bytes());
    }

    public List<JsonNode> records(String file) {
        return files.getOrDefault(file, List.of());
    }

    public List<String> ids(String file, String field) {
        return records(file).stream().map(record -> record.path(field).asText()).toList();
    }

    public JsonNode record(String file, String field, String id) {
        return records(file).stream()
                .filter(record -> record.path(field).asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(file + " " + id));
    }

    public void assertValid() throws IOException {
        Path file = Files.createTempFile("export", ".zip");
        try {
            assertValid(Files.write(file, zip));
        } finally {
            Files.delete(file);
        }
    }

    /** As {@code runledger validate} has it, of an export or a bundle. */
    public static void assertValid(Path file) throws IOException {
        List<Finding> findings = new ArrayList<>();
        new Validator().validate(file, findings::add);
        assertThat(findings).isEmpty();
    }
}
