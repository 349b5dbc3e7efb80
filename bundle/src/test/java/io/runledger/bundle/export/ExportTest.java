package io.runledger.bundle.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

final class ExportTest {
    private static final SortedMap<Integer, Long> POSITIONS = new TreeMap<>(Map.of(0, 7L, 1, -1L));
    private static final Selection SELECTION =
            new Selection(Optional.of("r"), Optional.of("b"), Optional.of(Instant.parse("2026-11-21T10:00:00Z")));

    @Test
    void givesTheSameBytesOfTheSameRecordsWhereverItIsMade() throws Exception {
        byte[] here = export();
        TimeZone zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));

            assertThat(export()).isEqualTo(here);
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void holdsItsFilesInOrderWithTheManifestLast() throws Exception {
        List<String> names = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(export()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }

        assertThat(names)
                .containsExactly("artifacts.jsonl", "files.jsonl", "tasks.jsonl", "events.jsonl", "manifest.json");
    }

    @Test
    void saysInTheManifestWhatItHolds() throws Exception {
        JsonNode manifest = new ObjectMapper().readTree(member("manifest.json"));

        byte[] events = member("events.jsonl");
        assertThat(new String(events, UTF_8)).isEqualTo("{\"n\":0}\n{\"n\":1}\n{\"n\":2}\n");
        JsonNode file = manifest.path("files").path(3);
        assertThat(file.path("name").asText()).isEqualTo("events.jsonl");
        assertThat(file.path("records").asInt()).isEqualTo(3);
        assertThat(file.path("size_bytes").asInt()).isEqualTo(events.length);
        assertThat(file.path("sha256").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(events)));
        assertThat(file.path("blake3").asText())
                .isEqualTo(HexFormat.of().formatHex(org.apache.commons.codec.digest.Blake3.hash(events)));
        assertThat(manifest.path("positions").toString()).isEqualTo("{\"0\":7,\"1\":-1}");
        assertThat(manifest.path("selection").toString())
                .isEqualTo("{\"run_id\":\"r\",\"bundle_id\":\"b\",\"since\":\"2026-11-21T10:00:00.000000Z\"}");
    }

    @Test
    void refusesFilesOutOfOrder() {
        Export export = new Export(OutputStream.nullOutputStream());

        assertThatThrownBy(() -> export.write(ExportFile.EVENTS, lines -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesRecordsOfSeveralLines() {
        Export export = new Export(OutputStream.nullOutputStream());

        assertThatThrownBy(() -> export.write(ExportFile.ARTIFACTS, lines -> lines.add("{\n}".getBytes(UTF_8))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] member(String name) throws IOException {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(export()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return in.readAllBytes();
                }
            }
        }
        throw new AssertionError("no " + name);
    }

    private static byte[] export() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Export export = new Export(bytes);
        for (ExportFile file : ExportFile.values()) {
            export.write(file, lines -> {
                for (int i = 0; i < 3; i++) {
                    lines.add(("{\"n\":" + i + "}").getBytes(UTF_8));
                }
            });
        }
        export.finish(SELECTION, POSITIONS, new TreeMap<>());
        return bytes.toByteArray();
    }
}
