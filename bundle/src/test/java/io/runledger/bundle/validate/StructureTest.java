package io.runledger.bundle.validate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.export.FileDigest;
import io.runledger.bundle.export.FileEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with the files of an export, in a zip and in a directory alike. */
final class StructureTest {
    private static final String EVENTS = "events.jsonl";
    private static final String TASKS = "tasks.jsonl";
    private static final String MANIFEST = "manifest.json";
    private static final Limits SMALL = new Limits(8, 2_000, 1 << 20, 10, 1 << 20, 1_000);

    @TempDir
    private Path directory;

    /** @param found each finding as file, line, field and rule */
    record Fault(String what, Consumer<Map<String, byte[]>> planted, List<String> found) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(
                fault("nothing", members -> {}),
                fault("no events", members -> members.remove(EVENTS), EVENTS + " 0  missing-file"),
                fault("no manifest", members -> members.remove(MANIFEST), MANIFEST + " 0  missing-file"),
                fault(
                        "no files",
                        members -> members.remove("files.jsonl"),
                        "files.jsonl 0  missing-file",
                        "artifacts.jsonl 2 /file_id dangling-relation"),
                fault("another file", members -> members.put("notes.txt", new byte[0]), "notes.txt 0  unknown-file"),
                fault(
                        "a line without its end",
                        lines(EVENTS, text -> text.substring(0, text.length() - 1)),
                        EVENTS + " 3  truncated-file"),
                fault(
                        "a line that is cut off",
                        lines(EVENTS, text -> text.substring(0, text.length() - 9)),
                        EVENTS + " 3  truncated-file",
                        EVENTS + " 3  malformed-json"),
                fault("an empty line", lines(EVENTS, text -> text + "\n"), EVENTS + " 4  empty-line"),
                fault("no JSON", lines(EVENTS, text -> text + "x\n"), EVENTS + " 4  malformed-json"),
                fault("no object", lines(EVENTS, text -> text + "[]\n"), EVENTS + " 4  malformed-json"),
                fault(
                        "two objects",
                        lines(EVENTS, text -> text.replaceFirst("\n", "{}\n")),
                        EVENTS + " 1  malformed-json"),
                fault(
                        "a field twice",
                        lines(EVENTS, text -> text.replaceFirst("\\{", "{\"event_id\":\"e1\",")),
                        EVENTS + " 1 /event_id duplicate-field"),
                fault(
                        "deep nesting",
                        lines(EVENTS, text -> text + "{\"a\":" + "[".repeat(1_500) + "\n"),
                        EVENTS + " 4  malformed-json"),
                fault(
                        "a huge line",
                        lines(EVENTS, text -> text + "{\"a\":\"" + "x".repeat(5_000) + "\"}\n"),
                        EVENTS + " 4  line-too-long"),
                fault("no UTF-8", bytes(EVENTS, StructureTest::withWrongUtf8), EVENTS + " 4  malformed-json"),
                fault("no records at all", bytes(EVENTS, bytes -> new byte[0])),
                fault(
                        "another count",
                        manifest(m -> ((ObjectNode) m.path("files").path(3)).put("records", 9)),
                        EVENTS + " 0  manifest-count"),
                fault(
                        "another size",
                        manifest(m -> ((ObjectNode) m.path("files").path(3)).put("size_bytes", 9)),
                        EVENTS + " 0  manifest-size"),
                fault(
                        "another SHA-256",
                        manifest(m -> ((ObjectNode) m.path("files").path(3)).put("sha256", "0".repeat(64))),
                        EVENTS + " 0  manifest-sha256"),
                fault(
                        "another BLAKE3",
                        manifest(m -> ((ObjectNode) m.path("files").path(3)).put("blake3", "0".repeat(64))),
                        EVENTS + " 0  manifest-blake3"),
                fault("another format", manifest(m -> m.put("format", "zip")), MANIFEST + " 0 /format unknown-format"),
                fault("a later version", manifest(m -> m.put("version", 2)), MANIFEST + " 0 /format unknown-format"),
                fault(
                        "a file that is not named",
                        manifest(m -> ((ArrayNode) m.path("files")).remove(3)),
                        MANIFEST + " 0 /files manifest-file"),
                fault(
                        "a file named twice",
                        manifest(m -> ((ArrayNode) m.path("files"))
                                .add(m.path("files").path(0))),
                        MANIFEST + " 0 /files/4/name duplicate-file"),
                fault("no position", manifest(m -> m.remove("positions")), MANIFEST + " 0 /positions required-field"),
                fault(
                        "a position that is none",
                        manifest(m -> ((ObjectNode) m.path("positions")).put("3a", 1)),
                        MANIFEST + " 0 /positions/3a wrong-type"),
                fault(
                        "a selection since no time",
                        manifest(m -> ((ObjectNode) m.path("selection")).put("since", "ever")),
                        MANIFEST + " 0 /selection/since timestamp"),
                fault(
                        "a manifest that is no JSON",
                        members -> members.put(MANIFEST, "{".getBytes(UTF_8)),
                        MANIFEST + " 0  malformed-json"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void findsEachFaultOfTheFiles(Fault fault) throws Exception {
        Map<String, byte[]> members = Zips.members(new Sample().zip());
        fault.planted().accept(members);
        Path zip = Files.write(directory.resolve("export.zip"), Zips.zip(members));
        Path unpacked = Files.createDirectory(directory.resolve("export"));
        Zips.unpack(members, unpacked);

        assertThat(found(zip)).containsExactlyInAnyOrderElementsOf(fault.found());
        assertThat(found(unpacked)).containsExactlyInAnyOrderElementsOf(fault.found());
    }

    @Test
    void findsAFlippedBitWhereverItIs() throws Exception {
        Map<String, byte[]> clean = Zips.members(new Sample().zip());
        for (String name : clean.keySet()) {
            for (int i = 0; i < 8; i++) {
                Map<String, byte[]> members = new LinkedHashMap<>(clean);
                byte[] bytes = Arrays.copyOf(clean.getOrDefault(name, new byte[0]), clean.get(name).length);
                bytes[(bytes.length / 8) * i] ^= 1;
                members.put(name, bytes);
                Path unpacked = Files.createTempDirectory(directory, "flipped");
                Zips.unpack(members, unpacked);

                assertThat(found(unpacked)).as("%s at %s", name, i).isNotEmpty();
            }
        }
    }

    @Test
    void saysWhenThereAreMoreIdsThanItRemembers() throws Exception {
        Path zip = Files.write(directory.resolve("export.zip"), new Sample().zip());
        List<String> rules = new ArrayList<>();

        new Validator(new Limits(8, 2_000, 1 << 20, 10, 1 << 20, 4)).validate(zip, f -> rules.add(f.rule()));

        assertThat(rules).containsExactly("too-many-records");
    }

    @Test
    void countsWhatItRead() throws Exception {
        Path zip = Files.write(directory.resolve("export.zip"), new Sample().zip());

        Validation validation = new Validator().validate(zip, finding -> {});

        assertThat(validation.isValid()).isTrue();
        assertThat(validation.records())
                .isEqualTo(Map.of("artifacts.jsonl", 3L, "files.jsonl", 2L, TASKS, 3L, EVENTS, 3L));
    }

    private static List<String> found(Path path) throws IOException {
        List<String> found = new ArrayList<>();
        new Validator(SMALL)
                .validate(path, f -> found.add(f.file() + " " + f.line() + " " + f.field() + " " + f.rule()));
        return found;
    }

    private static Fault fault(String what, Consumer<Map<String, byte[]>> planted, String... found) {
        return new Fault(what, planted, List.of(found));
    }

    private static Consumer<Map<String, byte[]>> lines(String name, UnaryOperator<String> change) {
        return bytes(name, bytes -> change.apply(new String(bytes, UTF_8)).getBytes(UTF_8));
    }

    /** Changes a file, and the manifest with it. */
    private static Consumer<Map<String, byte[]>> bytes(String name, UnaryOperator<byte[]> change) {
        return members -> {
            byte[] changed = change.apply(members.getOrDefault(name, new byte[0]));
            members.put(name, changed);
            long lines = new String(changed, UTF_8).lines().count();
            FileDigest digest = new FileDigest();
            digest.update(changed, 0, changed.length);
            FileEntry entry = digest.entry(name, lines);
            manifest(m -> m.path("files").forEach(file -> {
                        if (file.path("name").asText().equals(name)) {
                            ((ObjectNode) file)
                                    .put("records", entry.records())
                                    .put("size_bytes", entry.sizeBytes())
                                    .put("sha256", entry.sha256())
                                    .put("blake3", entry.blake3());
                        }
                    }))
                    .accept(members);
        };
    }

    private static Consumer<Map<String, byte[]>> manifest(Consumer<ObjectNode> change) {
        return members -> {
            try {
                JsonNode manifest = Sample.JSON.readTree(members.getOrDefault(MANIFEST, new byte[0]));
                change.accept((ObjectNode) manifest);
                members.put(MANIFEST, Sample.JSON.writeValueAsBytes(manifest));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static byte[] withWrongUtf8(byte[] bytes) {
        byte[] line = "{\"a\":\"?\"}\n".getBytes(UTF_8);
        line[6] = (byte) 0xff;
        byte[] longer = Arrays.copyOf(bytes, bytes.length + line.length);
        System.arraycopy(line, 0, longer, bytes.length, line.length);
        return longer;
    }
}
