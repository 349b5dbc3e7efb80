package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.v1.Artifact;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door asks of texts beyond their format; what stands on the log is not held against it. */
class DoorRuleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Arrival ARRIVAL = new Arrival(Instant.EPOCH, null, null, null, location -> "external-url");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "a/b",
                "/etc/passwd",
                "..\\x",
                "C:\\x.txt",
                "c:x.txt",
                "\\\\server\\share",
                ".",
                "..",
                "...",
                ". .",
                "..%2f..%2fetc%2fpasswd",
                "..%5Cx",
                "..%252fx",
                "x%00.txt",
                "annexe\u202Etxt.exe",
                "a\u2066b\u2069.txt",
                "a\u200Bb.txt",
                "\uFEFFa.txt",
                "a\u2028b",
                "a\tb",
                "a\nb",
                "a\u0000b",
                " a",
                "a ",
                ""
            })
    void refusesFilenamesThatLeadElsewhere(String filename) throws Exception {
        assertThat(pointers("filename", filename)).containsExactly("/filename");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r.pdf",
                ".bashrc",
                "..data",
                "a..b",
                "report.tar.gz",
                "2026-11-21T10:00:00.log",
                "100% sure.txt",
                "a%20b.txt",
                "bücher.txt",
                "報告.pdf",
                "תוצאות.csv",
                "نتیجه\u200Cها.txt",
                "👩\u200D💻.png",
                "Smith et al."
            })
    void takesFilenamesOfAnyLanguage(String filename) throws Exception {
        assertThat(pointers("filename", filename)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.org/\u202Efdp.exe", "https://example.org/a\u200Bb", "https://example.org/a\nb"})
    void refusesLocationsThatLookLikeOthers(String location) throws Exception {
        assertThat(pointers("location", location)).containsExactly("/location");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\u202Eb", "a\u202Eb\u202C", "a\u202Ab", "a\u2067b", "a\u2069b", "a\u202Cb", "a\u2067b\nc\u2069"
            })
    void refusesTitlesThatTurnWhatFollowsAround(String title) throws Exception {
        assertThat(pointers("title", title)).containsExactly("/title");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"דוח שבועי", "تقرير \u2066v1.2\u2069 نهائي", "a \u202Bאבג\u202C b", "a\u200Fb", "two\nlines"})
    void takesTitlesFromRightToLeft(String title) throws Exception {
        assertThat(pointers("title", title)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"task_id", "bundle_id", "created_by", "file_id", "assistant_job_id"})
    void refusesNamesThatLookLikeOthers(String field) throws Exception {
        assertThat(pointers(field, "a\u202Eb")).containsExactly("/" + field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/pdf",
                "text/plain; charset=utf-8",
                "text/plain;charset=\"utf-8\"",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "image/svg+xml",
                "multipart/form-data; boundary=\"a b\""
            })
    void takesMediaTypes(String type) throws Exception {
        assertThat(pointers("content_type", type)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pdf", "application/", "/pdf", "a/b/c", "text/plain charset", "text/plain; charset", "<script>"})
    void refusesWhatIsNoMediaType(String type) throws Exception {
        assertThat(pointers("content_type", type)).containsExactly("/content_type");
    }

    @ParameterizedTest
    @CsvSource({"sha256, 64", "blake3, 64", "sha512, 128", "sha1, 40", "md5, 32"})
    void asksForTheLengthOfEachAlgorithmsDigest(String algorithm, int digits) throws Exception {
        assertThat(checksum(algorithm, "0".repeat(digits))).isEmpty();
        for (int other : new int[] {2, digits - 2, digits + 2}) {
            assertThat(checksum(algorithm, "0".repeat(other)))
                    .as("%s digits", other)
                    .extracting(Problem::pointer)
                    .containsExactly("/checksum/value");
        }
        assertThat(checksum(algorithm, "g".repeat(digits))).isNotEmpty();
        assertThat(checksum(algorithm, "A".repeat(digits))).isNotEmpty();
    }

    @Test
    void refusesAlgorithmsThatItDoesNotKnow() throws Exception {
        assertThat(checksum("crc32", "00000000")).extracting(Problem::pointer).containsExactly("/checksum/algorithm");
    }

    /** A ledger that took such a record before must show it after it was upgraded. */
    @Test
    void readsWhatWasTakenBefore() throws Exception {
        Artifact old = Artifact.newBuilder(Samples.artifact())
                .setFilename("../../etc/passwd")
                .setLocation("https://example.org/\u202E")
                .setContentType("pdf")
                .build();

        assertThat(Contract.ARTIFACT.problems(old)).isEmpty();
        assertThat(Reading.problems(
                        Contract.ARTIFACT, Reading.shown(Contract.ARTIFACT, old).replace(",\"redactions\":[]", "")))
                .isEmpty();
    }

    @Test
    void tellsOnceOfTooManyTags() throws Exception {
        ObjectNode artifact = artifact();
        for (int i = 0; i < 100_000; i++) {
            artifact.withArray("/tags").add("");
        }

        assertThat(problems(artifact)).hasSize(101).last().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo("/tags");
            assertThat(problem.detail()).isEqualTo("has more than 100 items");
        });
    }

    private static List<Problem> checksum(String algorithm, String value) throws Exception {
        ObjectNode artifact = artifact();
        artifact.putObject("checksum").put("algorithm", algorithm).put("value", value);
        return problems(artifact);
    }

    private static List<String> pointers(String field, String value) throws Exception {
        return problems(artifact().put(field, value)).stream()
                .map(Problem::pointer)
                .toList();
    }

    private static List<Problem> problems(ObjectNode artifact) throws Exception {
        try {
            Reading.atDoor(Contract.ARTIFACT, artifact.toString(), ARRIVAL);
            return List.of();
        } catch (ContractViolationException e) {
            return e.problems();
        }
    }

    private static ObjectNode artifact() {
        return JSON.createObjectNode()
                .put("artifact_type", "report")
                .put("title", "A report")
                .put("location", "https://example.org/r")
                .put("run_id", "r");
    }
}
