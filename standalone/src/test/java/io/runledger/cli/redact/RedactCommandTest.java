package io.runledger.cli.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RedactCommandTest {
    private static final String SECRET = "Zk9" + "a7B3c9D4e8F2";

    private static final Path CORPUS = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .normalize()
            .resolve("../../shared/data/redaction");

    private final StringWriter out = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void tellsWhereInJsonAndByWhichRule() throws IOException {
        Path file = Files.writeString(
                directory.resolve("a.json"),
                "{\"a\":[{\"password\":\"" + SECRET + "\"}],\"prompt\":\"tell me a story\"}");

        assertThat(run(file.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("line 1 /a/0/password: password", "line 1 /prompt: prompt (content, dropped)")
                .doesNotContain(SECRET);
    }

    @Test
    void tellsTheLineInATextAndInLinesOfJson() throws IOException {
        Path text = Files.writeString(directory.resolve("a.txt"), "one\ntwo\ncurl -u bob:" + SECRET + " https://x\n");
        Path lines = Files.writeString(directory.resolve("a.ndjson"), "{}\n{\"token\":\"" + SECRET + "\"}\n");

        assertThat(run(text.toString())).isEqualTo(1);
        assertThat(run("--json", lines.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains(
                        "line 3: command-line",
                        "{\"line\":2,\"pointer\":\"/token\",\"rule\":\"token\",\"kind\":\"secret\"}");
    }

    @Test
    void saysThatNothingWouldBeRemoved() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "The token: a unit of text.\n");

        assertThat(run(file.toString())).isZero();
        assertThat(out.toString()).contains("nothing would be removed");
    }

    @Test
    void failsOnWhatItCannotRead() {
        assertThat(run(directory.resolve("none").toString())).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void findsTheSecretsOfTheCorpusAndLeavesItsInnocents() {
        assertThat(CORPUS)
                .as("labelled secrets and innocents beside the project")
                .isDirectory();

        assertThat(run("--corpus", CORPUS.toString())).as(out.toString()).isZero();
        assertThat(out.toString()).contains("innocents: 120 of 120 untouched");
    }

    private int run(String... arguments) {
        CommandLine command = new CommandLine(new RedactCommand());
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(out));
        return command.execute(arguments);
    }
}
