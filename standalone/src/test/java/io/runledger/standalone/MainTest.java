package io.runledger.standalone;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(out.toString()).contains("Usage: runledger", "up", "load", "demo");
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

    private int run(String... arguments) {
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
