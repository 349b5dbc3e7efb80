package io.runledger.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void showsHelpWithoutCommand() {
        int code = run();

        assertThat(code).isZero();
        assertThat(out.toString())
                .contains(
                        "Usage: runledger", "up", "load", "demo", "export", "bundle", "compare", "validate", "import");
    }

    @Test
    void answersUnknownOptionWithOneLineAndExitCode2() {
        int code = run("up", "--bogus");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("--bogus", "runledger up --help");
    }

    @Test
    void refusesPortOutOfRange() {
        int code = run("up", "--port", "70000");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("--port", "70000");
    }

    @Test
    void refusesSamePortTwice() {
        int code = run("up", "--port", "9092");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("must differ");
    }

    @Test
    void refusesPartitionsOutOfRange() {
        assertThat(run("up", "--partitions", "0")).isEqualTo(2);
    }

    @Test
    void loadWantsAtLeastOneFile() {
        int code = run("load");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void failsWithOneLineOnMissingFile() {
        int code = run("load", "no-such.ndjson");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains("no-such.ndjson does not exist");
    }

    @Test
    void showsStackTraceOnlyWhenAsked() {
        int code = run("load", "--verbose", "no-such.ndjson");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("at io.runledger.standalone.load.InputFile");
    }

    @Test
    void failsWithOneLineOnUrlThatIsNone(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("empty.ndjson"), "");

        int code = run("load", "--url", "localhost:8080", file.toString());

        assertThat(code).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains("--url must look like");
    }

    @Test
    void validateTellsFindingsOneByOneWithExitCode1(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("events.jsonl"), "{}");

        assertThat(run("validate", directory.toString())).isEqualTo(1);

        assertThat(out.toString())
                .contains(
                        "manifest.json: is missing [missing-file]",
                        "events.jsonl:1: the file ends within this line [truncated-file]",
                        "events.jsonl:1: /event_id is required [required-field]");
    }

    @Test
    void validateAnswersInJsonWhenAsked(@TempDir Path directory) throws IOException {
        assertThat(run("validate", "--json", directory.toString())).isEqualTo(1);

        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.path("valid").asBoolean()).isFalse();
        assertThat(answer.path("finding_count").asInt()).isEqualTo(5);
        assertThat(answer.path("findings").findValuesAsText("rule")).hasSize(5).containsOnly("missing-file");
    }

    @Test
    void validateEndsWithExitCode2WhereThereIsNothingToRead(@TempDir Path directory) throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "no zip");

        assertThat(run("validate", text.toString())).isEqualTo(2);
        assertThat(run("validate", directory.resolve("nowhere").toString())).isEqualTo(2);
        assertThat(run("validate")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).hasSize(3);
    }

    @Test
    void compareEndsWithExitCode2WhereThereIsNothingToRead(@TempDir Path directory) {
        assertThat(run("compare", directory.toString(), directory.toString())).isEqualTo(2);
        assertThat(run("compare", "--url", "http://127.0.0.1:1", "one", "other"))
                .isEqualTo(2);

        assertThat(err.toString()).contains("is no bundle of a run", "does not answer");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void exportLeavesNothingWhereNoLedgerAnswers(@TempDir Path directory) {
        Path file = directory.resolve("export.zip");

        assertThat(run("export", "--url", "http://127.0.0.1:1", "-o", file.toString()))
                .isEqualTo(1);

        assertThat(err.toString().lines()).singleElement().asString().contains("does not answer");
        assertThat(directory).isEmptyDirectory();
    }

    private int run(String... arguments) {
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
