package io.runledger.bundle.validate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.bundle.run.CheckpointLine;
import io.runledger.bundle.run.RunBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bundle with checkpoints, and what can be wrong with them. */
final class CheckpointFaultsTest {
    private static final String FILE = "run/checkpoints.jsonl";
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.5Z");

    @TempDir
    private Path directory;

    @Test
    void isValidAndTheSameBytesEachTime() throws IOException {
        byte[] zip = zip(UnaryOperator.identity(), "a", "b");

        assertThat(zip).isEqualTo(zip(UnaryOperator.identity(), "a", "b"));
        assertThat(findings(zip)).isEmpty();
        assertThat(findings(zip(UnaryOperator.identity()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"size_bytes\":1 | \"size_bytes\":2 | /size_bytes checkpoint-size",
                "\"content\":\"YQ==\" | \"content\":\"Yg==\" | /blake3 checkpoint-blake3",
                "\"content\":\"YQ==\" | \"content\":\"?\" | /content malformed-base64",
                "\"name\":\"a\" | \"name\":\"b\" | /name duplicate-id",
                "\"name\":\"a\" | \"name\":\"c\" | /name out-of-order",
                "\"etag\" | \"tag\" | /etag required-field"
            })
    void findsFault(String right, String wrong, String found) throws IOException {
        byte[] zip = zip(line -> line.replace(right, wrong), "a", "b");

        assertThat(findings(zip)).anyMatch(finding -> finding.endsWith(found));
    }

    @Test
    void findsThatTheyAreMissingOrChanged() throws IOException {
        Map<String, byte[]> missing = Zips.members(zip(UnaryOperator.identity(), "a"));
        missing.remove(FILE);
        Map<String, byte[]> cut = Zips.members(zip(UnaryOperator.identity(), "a", "b"));
        cut.put(FILE, new byte[0]);

        assertThat(findings(Zips.zip(missing))).containsExactly(FILE + "  missing-file");
        assertThat(findings(Zips.zip(cut))).contains(FILE + "  manifest-sha256", FILE + "  manifest-count");
    }

    private static byte[] zip(UnaryOperator<String> change, String... names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RunBundle.write(
                new SampleRun(),
                Optional.of(lines -> {
                    for (String name : names) {
                        byte[] json =
                                new CheckpointLine(name, "text/plain", "e-" + name, TIME, name.getBytes(UTF_8)).json();
                        lines.add(change.apply(new String(json, UTF_8)).getBytes(UTF_8));
                    }
                }),
                out);
        return out.toByteArray();
    }

    private List<String> findings(byte[] zip) throws IOException {
        List<String> found = new ArrayList<>();
        Path file = Files.write(directory.resolve("bundle.zip"), zip);
        new Validator()
                .validate(file, finding -> found.add(finding.file() + " " + finding.field() + " " + finding.rule()));
        return found;
    }
}
