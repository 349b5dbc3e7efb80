package io.runledger.bundle.validate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.export.FileDigest;
import io.runledger.bundle.export.FileEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault in a bundle each, with the manifest as it is then unless that is the fault: it is found at its place. */
final class BundleFaultsTest {
    private static final String RUN = "run/run.json";
    private static final String CONFIG = "run/config.snapshot.json";
    private static final String EVENTS = "run/events.jsonl";
    private static final String EVIDENCE = "run/evidence.json";
    private static final String TOOLS = "run/tool_calls.json";
    private static final String SCORES = "run/eval/scorecard.json";
    private static final String GATE = "run/eval/gate.json";
    private static final String ARTIFACTS = "run/artifacts.jsonl";
    private static final String TASKS = "run/tasks.jsonl";
    private static final String MANIFEST = "manifest.json";
    private static final Limits SMALL = new Limits(16, 4_000, 1 << 20, 10, 1 << 22, 1_000);

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
                fault("no run", members -> remove(members, RUN), RUN + " 0  missing-file"),
                fault("no config", members -> remove(members, CONFIG), CONFIG + " 0  missing-file"),
                fault("no evidence", members -> remove(members, EVIDENCE), EVIDENCE + " 0  missing-file"),
                fault("no tool calls", members -> remove(members, TOOLS), TOOLS + " 0  missing-file"),
                fault("no scores", members -> remove(members, SCORES), SCORES + " 0  missing-file"),
                fault("no gate where there was one", members -> remove(members, GATE), GATE + " 0  missing-file"),
                fault("no manifest", members -> members.remove(MANIFEST), MANIFEST + " 0  missing-file"),
                fault("another file", members -> members.put("run/x", new byte[0]), "run/x 0  unknown-file"),
                text("another status", RUN, "\"failed\"", "\"succeeded\"", "/status contradicts-events"),
                text("a status that is none", RUN, "\"failed\"", "\"done\"", "/status enum"),
                text("another run's", RUN, "\"r1\"", "\"r2\"", "/run_id contradicts-events"),
                text("another tenant", RUN, "acme", "evil", "/tenant contradicts-events"),
                text("another start", RUN, "10:00:02.25", "09:00:02.25", "/started_at contradicts-events"),
                text("an end at no time", RUN, "2026-11-21T10:00:08", "yesterday", "/ended_at timestamp"),
                text("another error", RUN, "too slow", "too fast", "/error/message contradicts-events"),
                text("another version", RUN, "1.8.2", "1.8.3", "/versions/tool contradicts-events"),
                text("another metric", RUN, "\"rows\" : 3", "\"rows\" : 4", "/metrics/rows contradicts-events"),
                text("a pointer elsewhere", RUN, EVIDENCE, "run/e.json", "/pointers/evidence contradicts-events"),
                text(
                        "a field that is none",
                        RUN,
                        "\"user\"",
                        "\"User\"",
                        "/User unknown-field",
                        "/user contradicts-events"),
                text(
                        "a run without its config",
                        RUN,
                        "\"config\"",
                        "\"Config\"",
                        "/Config unknown-field",
                        "/config required-field"),
                text(
                        "another digest of the config",
                        RUN,
                        "\"sha256\" : \"",
                        "\"sha256\" : \"0",
                        "/config/sha256 contradicts-events"),
                text("another config", CONFIG, "0.5", "0.6", "/model/temperature contradicts-events"),
                text("a config in another form", CONFIG, "0.5", "0.50", " config-form"),
                text("a config that is no JSON", CONFIG, "}\n", "", " malformed-json"),
                line("a tool call that did not happen", TOOLS, 2, "search", "delete", " contradicts-events"),
                line(
                        "a verdict that is none",
                        TOOLS,
                        3,
                        "denied",
                        "maybe",
                        "/policy_verdict enum",
                        " contradicts-events"),
                line(
                        "a duration as text",
                        TOOLS,
                        2,
                        "12.5",
                        "\"12.5\"",
                        "/duration_ms wrong-type",
                        " contradicts-events"),
                line(
                        "an entry without its event",
                        SCORES,
                        2,
                        "\"event_id\":\"e6\",",
                        "",
                        "/event_id required-field",
                        " contradicts-events"),
                line("another score", SCORES, 2, "0.75", "0.95", " contradicts-events"),
                line("another verdict", GATE, 2, "pass", "fail", " contradicts-events"),
                line("evidence from elsewhere", EVIDENCE, 2, "wiki", "blog", " contradicts-events"),
                line("a comma too many", TOOLS, 3, "}", "},", "4  malformed-json"),
                text("a list that does not end", TOOLS, "\n]\n", "\n", " malformed-json"),
                fault(
                        "a list with fewer",
                        members -> put(members, TOOLS, text(members, TOOLS).replaceFirst("\\{.*},\n", "")),
                        TOOLS + " 2  contradicts-events",
                        TOOLS + " 0  contradicts-events"),
                line(
                        "an event's other payload",
                        EVENTS,
                        4,
                        "delete",
                        "delet",
                        "4 /payload_digest payload-digest",
                        TOOLS + " 3  contradicts-events"),
                line(
                        "an event of another run",
                        EVENTS,
                        5,
                        "\"r1\"",
                        "\"r0\"",
                        "5 /run_id out-of-order",
                        "5 /run_id foreign-run",
                        "5 /task_id dangling-relation"),
                line(
                        "an event twice",
                        EVENTS,
                        3,
                        "\"e4\"",
                        "\"e3\"",
                        "3 /event_id duplicate-id",
                        TOOLS + " 2  contradicts-events"),
                line(
                        "an event out of order",
                        EVENTS,
                        6,
                        "\"sequence\":7",
                        "\"sequence\":2",
                        "6 /sequence out-of-order",
                        "6 /position position",
                        GATE + " 2  contradicts-events"),
                line(
                        "an artifact's task that is not there",
                        ARTIFACTS,
                        1,
                        "\"t1\"",
                        "\"t9\"",
                        "/task_id dangling-relation"),
                line("a status of artifacts that is none", ARTIFACTS, 2, "\"draft\"", "\"done\"", "/status enum"),
                line("a task of no state", TASKS, 1, "completed\"", "over\"", "/state enum"),
                manifest("another size", m -> file(m, EVENTS).put("size_bytes", 1), EVENTS + " 0  manifest-size"),
                manifest("another count", m -> file(m, TOOLS).put("records", 9), TOOLS + " 0  manifest-count"),
                manifest(
                        "another SHA-256",
                        m -> file(m, RUN).put("sha256", "0".repeat(64)),
                        RUN + " 0  manifest-sha256"),
                manifest(
                        "another BLAKE3",
                        m -> file(m, CONFIG).put("blake3", "0".repeat(64)),
                        CONFIG + " 0  manifest-blake3"),
                manifest("a file that is not named", m -> unname(m, SCORES), MANIFEST + " 0 /files manifest-file"),
                manifest("another format", m -> m.put("version", 3), MANIFEST + " 0 /format unknown-format"),
                manifest("no position", m -> m.remove("position"), MANIFEST + " 0 /position required-field"),
                manifest(
                        "a position behind the run",
                        m -> m.put("position", "3:99"),
                        MANIFEST + " 0 /position position"),
                manifest("no fingerprints", m -> m.putArray("schemas"), MANIFEST + " 0 /schemas manifest-schemas"),
                manifest(
                        "a fingerprint that is none",
                        m -> ((ObjectNode) m.path("schemas").path(0)).put("canonical_form_sha256", "00"),
                        MANIFEST + " 0 /schemas/0/canonical_form_sha256 wrong-type"),
                fault(
                        "a manifest that is no JSON",
                        members -> members.put(MANIFEST, "{".getBytes(UTF_8)),
                        MANIFEST + " 0  malformed-json"),
                fault(
                        "a huge line",
                        members -> put(members, TOOLS, "[\n{\"a\":\"" + "x".repeat(5_000) + "\"}\n]\n"),
                        TOOLS + " 2  line-too-long",
                        TOOLS + " 3  malformed-json",
                        TOOLS + " 0  contradicts-events"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void findsEachFault(Fault fault) throws Exception {
        Map<String, byte[]> members = Zips.members(new SampleRun().zip());
        fault.planted().accept(members);
        Path unpacked = directory.resolve("bundle");
        for (Map.Entry<String, byte[]> member : members.entrySet()) {
            Path file = unpacked.resolve(member.getKey());
            Files.createDirectories(file.resolveSibling("."));
            Files.write(file, member.getValue());
        }

        assertThat(found(Files.write(directory.resolve("bundle.zip"), Zips.zip(members))))
                .containsExactlyInAnyOrderElementsOf(fault.found());
        assertThat(found(unpacked)).containsExactlyInAnyOrderElementsOf(fault.found());
    }

    @Test
    void findsNothingInWhatIsClean() throws Exception {
        SampleRun odd = new SampleRun();
        odd.event("tool.called", "[1]");
        odd.event("eval.scored", "{\"score\": \"high\", \"details\": null}");
        odd.event("run.started", "null");
        odd.event("run.finished", "{\"status\": 7, \"result\": null}");
        SampleRun empty = new SampleRun();
        empty.records(ExportFile.EVENTS).clear();
        empty.event("noted", "\"text\"");

        for (SampleRun run : List.of(new SampleRun(), odd, empty)) {
            assertThat(found(Files.write(directory.resolve("bundle.zip"), run.zip())))
                    .isEmpty();
        }
    }

    @Test
    void checksABundleOfTheFirstFormByWhatWasRightThen() throws Exception {
        SampleRun tried = new SampleRun();
        tried.event("run.started", "{\"name\": \"again\"}");
        tried.event("run.finished", "{\"status\": \"succeeded\"}");
        Map<String, byte[]> members = Zips.members(tried.zip());
        assertThat(text(members, RUN)).contains("\"name\" : \"again\"", "\"attempts\" : 2");
        ObjectNode run = (ObjectNode) Sample.JSON.readTree(members.get(RUN));
        ObjectNode first = (ObjectNode)
                Sample.JSON.readTree(Zips.members(new SampleRun().zip()).get(RUN));
        first.remove("attempts");
        first.remove(List.of("result", "metrics", "error")); // those of the last end, which says none
        first.set("status", run.path("status"));
        first.set("ended_at", run.path("ended_at"));
        first.put("duration_ms", 8_000);
        ((ObjectNode) first.path("pointers")).set("finished_event_id", run.at("/pointers/finished_event_id"));
        put(members, RUN, first.toPrettyString());
        put(members, CONFIG, text(Zips.members(new SampleRun().zip()), CONFIG));
        members.put(MANIFEST, manifest(members).put("version", 1).toString().getBytes(UTF_8));

        assertThat(found(Files.write(directory.resolve("first.zip"), Zips.zip(members))))
                .isEmpty();
        members.put(MANIFEST, manifest(members).put("version", 2).toString().getBytes(UTF_8));
        assertThat(found(Files.write(directory.resolve("second.zip"), Zips.zip(members))))
                .contains(RUN + " 0 /name contradicts-events", RUN + " 0 /attempts contradicts-events");
    }

    @Test
    void theSameRunIsTheSameBytes() {
        assertThat(new SampleRun().zip()).isEqualTo(new SampleRun().zip());
    }

    @Test
    void doesNotFollowLinks() throws Exception {
        Path unpacked = Files.createDirectories(directory.resolve("linked"));
        Files.createSymbolicLink(unpacked.resolve("run"), directory);

        assertThat(found(unpacked)).contains("run 0  symbolic-link");
    }

    @Test
    void refusesWhatLeadsOutAndWhatUnpacksToTooMuch() throws Exception {
        Map<String, byte[]> members = Zips.members(new SampleRun().zip());
        members.put("run/../../evil", new byte[0]);
        members.put(TASKS, new byte[3 << 20]);

        assertThat(found(Files.write(directory.resolve("bundle.zip"), Zips.zip(members))))
                .contains("run/../../evil 0  unsafe-name", TASKS + " 0  zip-bomb");
    }

    @Property(tries = 500)
    void endsWhateverWasDoneToABundle(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Map<String, byte[]> members = Zips.members(new SampleRun().zip());
        List<String> names = List.copyOf(members.keySet());
        String name = names.get(random.nextInt(names.size()));
        byte[] bytes = members.getOrDefault(name, new byte[0]).clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        members.put(name, bytes);
        if (!name.equals(MANIFEST) && random.nextBoolean()) {
            seal(members);
        }
        Path file = Files.createTempFile("bundle", ".zip");
        try {
            Files.write(file, Zips.zip(members));
            assertThat(found(file)).doesNotContainNull();
        } finally {
            Files.delete(file);
        }
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

    /** @param found in the file as a whole, as field and rule */
    private static Fault text(String what, String file, String from, String to, String... found) {
        return fault(
                what,
                members -> {
                    String text = text(members, file);
                    assertThat(text).contains(from);
                    put(members, file, text.replace(from, to));
                },
                Stream.of(found).map(each -> file + " 0 " + each).toArray(String[]::new));
    }

    /** @param found in the line, as field and rule; with the line, or the file and line, if it is in another */
    private static Fault line(String what, String file, int line, String from, String to, String... found) {
        List<String> expected = new ArrayList<>();
        for (String each : found) {
            String place = Character.isDigit(each.charAt(0)) ? file + " " : file + " " + line + " ";
            expected.add(each.startsWith("run/") ? each : place + each);
        }
        return new Fault(
                what,
                members -> {
                    List<String> lines =
                            new ArrayList<>(text(members, file).lines().toList());
                    String changed = lines.get(line - 1).replace(from, to);
                    assertThat(changed).isNotEqualTo(lines.get(line - 1));
                    lines.set(line - 1, changed);
                    put(members, file, String.join("\n", lines) + "\n");
                },
                expected);
    }

    private static Fault manifest(String what, Consumer<ObjectNode> change, String... found) {
        return fault(
                what,
                members -> {
                    ObjectNode manifest = manifest(members);
                    change.accept(manifest);
                    members.put(MANIFEST, manifest.toString().getBytes(UTF_8));
                },
                found);
    }

    private static String text(Map<String, byte[]> members, String file) {
        return new String(members.getOrDefault(file, new byte[0]), UTF_8);
    }

    private static void put(Map<String, byte[]> members, String file, String text) {
        members.put(file, text.getBytes(UTF_8));
        seal(members);
    }

    private static void remove(Map<String, byte[]> members, String file) {
        members.remove(file);
    }

    private static ObjectNode manifest(Map<String, byte[]> members) {
        try {
            return (ObjectNode) Sample.JSON.readTree(members.get(MANIFEST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode file(ObjectNode manifest, String name) {
        for (int i = 0; i < manifest.path("files").size(); i++) {
            if (manifest.path("files").path(i).path("name").asText().equals(name)) {
                return (ObjectNode) manifest.path("files").path(i);
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static void unname(ObjectNode manifest, String name) {
        ArrayNode files = (ArrayNode) manifest.path("files");
        for (int i = 0; i < files.size(); i++) {
            if (files.path(i).path("name").asText().equals(name)) {
                files.remove(i);
            }
        }
    }

    /** Makes the manifest say what the files are now, but for how many records they have. */
    private static void seal(Map<String, byte[]> members) {
        ObjectNode manifest = manifest(members);
        Map<String, byte[]> files = new LinkedHashMap<>(members);
        files.remove(MANIFEST);
        files.forEach((name, bytes) -> {
            FileDigest digest = new FileDigest();
            digest.update(bytes, 0, bytes.length);
            long records = new String(bytes, UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("{"))
                    .count();
            FileEntry entry = digest.entry(name, records);
            ObjectNode stated = file(manifest, name);
            stated.put("size_bytes", entry.sizeBytes())
                    .put("sha256", entry.sha256())
                    .put("blake3", entry.blake3());
            if (!name.equals(RUN) && !name.equals(CONFIG)) {
                stated.put("records", records);
            }
        });
        members.put(MANIFEST, manifest.toString().getBytes(UTF_8));
    }
}
