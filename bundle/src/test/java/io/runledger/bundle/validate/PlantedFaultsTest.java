package io.runledger.bundle.validate;

import static io.runledger.bundle.export.ExportFile.ARTIFACTS;
import static io.runledger.bundle.export.ExportFile.EVENTS;
import static io.runledger.bundle.export.ExportFile.FILES;
import static io.runledger.bundle.export.ExportFile.TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault in a record each, with the manifest as it is then: the validator finds that one, at its place, and no other. */
final class PlantedFaultsTest {
    @TempDir
    private Path directory;

    /** @param found each finding as file, line, field and rule */
    record Fault(String what, Consumer<Sample> planted, List<String> found) {
        @Override
        public String toString() {
            return what;
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void findsEachFaultAndNoOther(Fault fault) throws Exception {
        Sample sample = new Sample();
        fault.planted().accept(sample);
        Path file = Files.write(directory.resolve("export.zip"), sample.zip());

        List<String> found = new ArrayList<>();
        Validation validation = new Validator()
                .validate(file, f -> found.add(f.file() + " " + f.line() + " " + f.field() + " " + f.rule()));

        assertThat(found).containsExactlyInAnyOrderElementsOf(fault.found());
        assertThat(validation.isValid()).isFalse();
    }

    static Stream<Fault> faults() {
        return Stream.of(
                of("an event without its id", EVENTS, 1, r -> r.remove("event_id"), "/event_id", "required-field"),
                of(
                        "an event without its type",
                        EVENTS,
                        1,
                        r -> r.remove("event_type"),
                        "/event_type",
                        "required-field"),
                of("an event without its payload", EVENTS, 2, r -> r.remove("payload"), "/payload", "required-field"),
                of(
                        "an event without its digest",
                        EVENTS,
                        1,
                        r -> r.remove("payload_digest"),
                        "/payload_digest",
                        "required-field"),
                of(
                        "an event without its contract",
                        EVENTS,
                        1,
                        r -> r.remove("contract_version"),
                        "/contract_version",
                        "required-field"),
                of(
                        "an event of another contract",
                        EVENTS,
                        1,
                        r -> r.put("contract_version", "v2"),
                        "/contract_version",
                        "contract"),
                of(
                        "an event without its time of the log",
                        EVENTS,
                        3,
                        r -> r.remove("created_at"),
                        "/created_at",
                        "required-field"),
                of(
                        "an event's time without an offset",
                        EVENTS,
                        1,
                        r -> r.put("created_at", "2026-11-21T10:00:00"),
                        "/created_at",
                        "timestamp"),
                of(
                        "an event that happened at no time",
                        EVENTS,
                        1,
                        r -> r.put("occurred_at", "yesterday"),
                        "/occurred_at",
                        "contract"),
                of(
                        "a month that is none",
                        EVENTS,
                        2,
                        r -> r.put("created_at", "2026-13-01T10:00:00Z"),
                        "/created_at",
                        "timestamp"),
                of("a field that is none", EVENTS, 1, r -> r.put("eventId", "x"), "/eventId", "unknown-field"),
                of(
                        "a sequence as text",
                        EVENTS,
                        1,
                        r -> r.put("sequence", "2"),
                        "/sequence",
                        "wrong-type",
                        "/position",
                        "position"),
                of("an id with a space", EVENTS, 1, r -> r.put("event_id", "a b"), "/event_id", "contract"),
                of("a type that is a number", EVENTS, 1, r -> r.put("event_type", 7), "/event_type", "contract"),
                of("a producer that is null", EVENTS, 1, r -> r.putNull("producer"), "/producer", "contract"),
                of(
                        "another digest",
                        EVENTS,
                        1,
                        r -> r.put("payload_digest", "0".repeat(64)),
                        "/payload_digest",
                        "payload-digest"),
                of(
                        "a digest that is none",
                        EVENTS,
                        1,
                        r -> r.put("payload_digest", "0".repeat(63)),
                        "/payload_digest",
                        "wrong-type",
                        "/payload_digest",
                        "payload-digest"),
                of("another payload", EVENTS, 1, r -> r.put("payload", 1), "/payload_digest", "payload-digest"),
                of(
                        "a payload text of something else",
                        EVENTS,
                        1,
                        PlantedFaultsTest::otherText,
                        "/payload_text",
                        "payload-text"),
                of("another position", EVENTS, 1, r -> r.put("position", "3:7"), "/position", "position"),
                of("another partition", EVENTS, 1, r -> r.put("partition", 4), "/position", "position"),
                of(
                        "behind what was read",
                        EVENTS,
                        3,
                        r -> r.put("sequence", 21).put("position", "3:21"),
                        "/position",
                        "position"),
                of(
                        "redactions that are no list",
                        EVENTS,
                        1,
                        r -> r.put("redactions", "/payload"),
                        "/redactions",
                        "wrong-type"),
                of(
                        "an event of a task that is not there",
                        EVENTS,
                        1,
                        r -> r.put("task_id", "t9"),
                        "/task_id",
                        "dangling-relation"),
                in(
                        "an event twice",
                        EVENTS,
                        3,
                        s -> s.lines(EVENTS).add(2, Sample.event("e1", "r1", "0", 4)),
                        "/event_id",
                        "duplicate-id"),
                in(
                        "events in another order",
                        EVENTS,
                        2,
                        s -> Collections.swap(s.lines(EVENTS), 0, 1),
                        "/sequence",
                        "out-of-order"),
                in(
                        "runs in another order",
                        EVENTS,
                        3,
                        s -> Collections.swap(s.lines(EVENTS), 1, 2),
                        "/run_id",
                        "out-of-order"),
                of("an artifact without its title", ARTIFACTS, 1, r -> r.remove("title"), "/title", "required-field"),
                of(
                        "an artifact without its revision",
                        ARTIFACTS,
                        2,
                        r -> r.remove("revision"),
                        "/revision",
                        "required-field"),
                of("a status that is none", ARTIFACTS, 2, r -> r.put("status", "done"), "/status", "enum"),
                of(
                        "a data class that is none",
                        ARTIFACTS,
                        2,
                        r -> r.put("data_class", "secret"),
                        "/data_class",
                        "contract"),
                of(
                        "a provider that is none",
                        ARTIFACTS,
                        2,
                        r -> r.put("storage_provider", "ftp"),
                        "/storage_provider",
                        "contract"),
                of(
                        "a source that is none",
                        ARTIFACTS,
                        2,
                        r -> r.put("source_type", "theft"),
                        "/source_type",
                        "contract"),
                of("a size below nothing", ARTIFACTS, 2, r -> r.put("size_bytes", -1), "/size_bytes", "contract"),
                of(
                        "a checksum of another kind",
                        ARTIFACTS,
                        2,
                        r -> ((ObjectNode) r.get("checksum")).put("algorithm", "crc"),
                        "/checksum/algorithm",
                        "contract"),
                of(
                        "a checksum in capitals",
                        ARTIFACTS,
                        2,
                        r -> ((ObjectNode) r.get("checksum")).put("value", "00FF"),
                        "/checksum/value",
                        "contract"),
                of(
                        "a tag that is a number",
                        ARTIFACTS,
                        2,
                        r -> r.putArray("tags").add(1),
                        "/tags/0",
                        "contract"),
                of("metadata that is a text", ARTIFACTS, 2, r -> r.put("metadata", "x"), "/metadata", "contract"),
                of("a review at no time", ARTIFACTS, 1, r -> r.put("reviewed_at", "now"), "/reviewed_at", "timestamp"),
                of(
                        "a decided status without a decision",
                        ARTIFACTS,
                        2,
                        r -> r.put("status", "approved"),
                        "/status",
                        "inconsistent-state"),
                of(
                        "a superseded artifact without a successor",
                        ARTIFACTS,
                        1,
                        r -> r.remove("superseded_by"),
                        "/superseded_by",
                        "inconsistent-state"),
                of("revision 0", ARTIFACTS, 2, r -> r.put("revision", 0), "/revision", "inconsistent-state"),
                of(
                        "an artifact of a task that is not there",
                        ARTIFACTS,
                        1,
                        r -> r.put("task_id", "t9"),
                        "/task_id",
                        "dangling-relation"),
                of("a task of another run", ARTIFACTS, 3, r -> r.put("task_id", "t2"), "/task_id", "dangling-relation"),
                of(
                        "a successor that is not there",
                        ARTIFACTS,
                        1,
                        r -> r.put("superseded_by", "a9"),
                        "/superseded_by",
                        "dangling-relation"),
                of(
                        "a predecessor that is not there",
                        ARTIFACTS,
                        2,
                        r -> r.put("supersedes", "a9"),
                        "/supersedes",
                        "dangling-relation"),
                of(
                        "a file that is not there",
                        ARTIFACTS,
                        2,
                        r -> r.put("file_id", "f9"),
                        "/file_id",
                        "dangling-relation"),
                of(
                        "said to be outside, and here",
                        ARTIFACTS,
                        2,
                        r -> r.putArray("outside").add("/supersedes"),
                        "/outside",
                        "outside-relation"),
                of(
                        "outside of nothing",
                        ARTIFACTS,
                        1,
                        r -> r.putArray("outside").add("/file_id"),
                        "/outside",
                        "outside-relation"),
                in(
                        "an artifact twice",
                        ARTIFACTS,
                        2,
                        s -> s.record(ARTIFACTS, 1).put("artifact_id", "a1").remove("file_id"),
                        "/artifact_id",
                        "duplicate-id",
                        "1:/superseded_by",
                        "dangling-relation"),
                of(
                        "a signed location",
                        ARTIFACTS,
                        1,
                        r -> r.put("location", "s3://bucket/key?X-Amz-Signature=x"),
                        "/location",
                        "signed-url"),
                of(
                        "a password in a location",
                        ARTIFACTS,
                        1,
                        r -> web(r, "https://me:pass@example.org/x"),
                        "/location",
                        "url-credentials"),
                of(
                        "a temporary location",
                        ARTIFACTS,
                        1,
                        r -> web(r, "https://uc1.dl.dropboxusercontent.com/cd/x"),
                        "/location",
                        "temporary-url"),
                of(
                        "a location of another provider",
                        ARTIFACTS,
                        1,
                        r -> r.put("location", "https://example.org/x"),
                        "/location",
                        "location-misfit"),
                of(
                        "a signed URL in metadata",
                        ARTIFACTS,
                        1,
                        r -> metadata(r, "https://example.org/?sig=x&se=2027"),
                        "/metadata/pages",
                        "signed-url"),
                of(
                        "bytes in metadata",
                        ARTIFACTS,
                        1,
                        r -> metadata(r, "data:image/png;base64,AAAA"),
                        "/metadata/pages",
                        "binary-content"),
                of(
                        "large text in metadata",
                        ARTIFACTS,
                        1,
                        r -> metadata(r, "so ".repeat(2000)),
                        "/metadata/pages",
                        "large-text"),
                of(
                        "a file without its place",
                        FILES,
                        1,
                        r -> r.remove("storage_uri"),
                        "/storage_uri",
                        "required-field"),
                of("a file with bytes", FILES, 1, r -> r.put("content", "AAAA"), "/content", "unknown-field"),
                of(
                        "a file with a signed place",
                        FILES,
                        1,
                        r -> r.put("storage_uri", "https://example.org/?access_token=x"),
                        "/storage_uri",
                        "signed-url"),
                of("a file's size as text", FILES, 1, r -> r.put("size_bytes", "3"), "/size_bytes", "wrong-type"),
                of(
                        "a file of a task that is not there",
                        FILES,
                        1,
                        r -> r.put("task_id", "t9"),
                        "/task_id",
                        "dangling-relation"),
                of("a file's time that is none", FILES, 2, r -> r.put("created_at", ""), "/created_at", "timestamp"),
                in("a task twice", TASKS, 2, s -> s.record(TASKS, 1).put("task_id", "t1"), "/task_id", "duplicate-id"),
                in(
                        "tasks in another order",
                        TASKS,
                        2,
                        s -> Collections.swap(s.lines(TASKS), 0, 1),
                        "/task_id",
                        "out-of-order"),
                of("a state that is none", TASKS, 1, r -> r.put("state", "done"), "/state", "enum"),
                of("a state that contradicts", TASKS, 2, r -> r.put("state", "open"), "/state", "inconsistent-state"),
                of(
                        "completed at no time",
                        TASKS,
                        1,
                        r -> r.remove("completed_at"),
                        "/completed_at",
                        "inconsistent-state"),
                of(
                        "a proof that is none",
                        TASKS,
                        1,
                        r -> r.putObject("proof_requirement").put("type", "word"),
                        "/proof_requirement/type",
                        "enum"),
                of(
                        "a declared task without its proof",
                        TASKS,
                        1,
                        r -> r.remove("proof_requirement"),
                        "/proof_requirement",
                        "required-field"),
                of(
                        "a signed link as proof",
                        TASKS,
                        1,
                        r -> r.putObject("proof").put("url", "https://example.org/?sig=x&se=2027"),
                        "/proof/url",
                        "signed-url"),
                of(
                        "a count that is a fraction",
                        TASKS,
                        1,
                        r -> r.put("event_count", 1.5),
                        "/event_count",
                        "wrong-type"));
    }

    private static Fault of(
            String what, ExportFile file, int line, Consumer<ObjectNode> planted, String... fieldsAndRules) {
        return in(what, file, line, sample -> planted.accept(sample.record(file, line - 1)), fieldsAndRules);
    }

    /** A field may stand behind the line that it is of. */
    private static Fault in(
            String what, ExportFile file, int line, Consumer<Sample> planted, String... fieldsAndRules) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < fieldsAndRules.length; i += 2) {
            String at = fieldsAndRules[i].contains(":")
                    ? fieldsAndRules[i].replace(":", " ")
                    : line + " " + fieldsAndRules[i];
            found.add(file.fileName() + " " + at + " " + fieldsAndRules[i + 1]);
        }
        return new Fault(what, planted, found);
    }

    private static void otherText(ObjectNode event) {
        event.put("payload_text", "[1]").put("payload_digest", Sample.digest("[1]"));
    }

    private static void web(ObjectNode artifact, String location) {
        artifact.put("storage_provider", "external-url").put("location", location);
    }

    private static void metadata(ObjectNode artifact, String text) {
        artifact.putObject("metadata").put("pages", text);
    }
}
