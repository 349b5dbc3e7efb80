package io.runledger.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
                        "Usage: runledger",
                        "up",
                        "load",
                        "demo",
                        "status",
                        "stop",
                        "export",
                        "bundle",
                        "compare",
                        "validate",
                        "import",
                        "bench");
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
        assertThat(err.toString()).contains("at io.runledger.cli.load.InputFile");
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

        assertThat(err.toString()).contains("is no bundle of a run", "No ledger is running at http://127.0.0.1:1");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void exportLeavesNothingWhereNoLedgerAnswers(@TempDir Path directory) {
        Path file = directory.resolve("export.zip");

        assertThat(run("export", "--url", "http://127.0.0.1:1", "-o", file.toString()))
                .isEqualTo(1);

        assertThat(err.toString().lines()).singleElement().asString().contains("No ledger is running");
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load one.ndjson",
                "demo",
                "replay",
                "verify",
                "verify --against http://127.0.0.1:1",
                "export -o out.zip",
                "export -o out/",
                "bundle run-1 -o out.zip",
                "import archive",
                "status"
            })
    void saysAtOnceInOneSentenceThatNoLedgerIsRunning(String command, @TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("one.ndjson"), "{\"event_type\": \"t\"}");
        Files.createDirectory(directory.resolve("archive"));
        String[] words = command.split(" ", -1);
        for (int i = 1; i < words.length; i++) {
            words[i] = words[i].matches("one.ndjson|out.zip|out/|archive") ? directory + "/" + words[i] : words[i];
        }
        long began = System.nanoTime();

        assertThat(run(Stream.concat(Stream.of("--url", "http://127.0.0.1:1"), Arrays.stream(words))
                        .toArray(String[]::new)))
                .isEqualTo(1);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(err.toString().lines())
                .containsExactly(
                        "runledger: No ledger is running at http://127.0.0.1:1: start one with \"runledger up\","
                                + " or name a running one with --url.");
        assertThat(directory.resolve("out.zip")).doesNotExist();
    }

    @Test
    void takesTheUrlBeforeAndAfterTheCommand(@TempDir Path directory) {
        String output = directory.resolve("out.zip").toString();

        run("--url", "http://127.0.0.1:1", "export", "-o", output);
        run("export", "-o", output, "--url", "http://127.0.0.1:2/");
        run("--url", "http://127.0.0.1:3", "export", "--url", "http://127.0.0.1:4", "-o", output);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("at http://127.0.0.1:1:"),
                        line -> assertThat(line).contains("at http://127.0.0.1:2:"),
                        line -> assertThat(line).contains("at http://127.0.0.1:4:"));
    }

    @Test
    void refusesUrlBeforeCommandThatHasNone() {
        assertThat(run("--url", "http://127.0.0.1:1", "validate", "somewhere")).isEqualTo(2);

        assertThat(err.toString()).contains("\"validate\" has no --url");
    }

    @Test
    void namesTheHostThatDoesNotExist() {
        assertThat(run("verify", "--url", "http://nosuch.invalid:8080")).isEqualTo(1);

        assertThat(err.toString()).contains("There is no host \"nosuch.invalid\"");
    }

    @Test
    void tellsWhatIsNoLedger() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread answers = new Thread(() -> answerAsSomethingElse(socket));
            answers.start();

            assertThat(run("status", "--url", "http://127.0.0.1:" + socket.getLocalPort()))
                    .isEqualTo(1);

            assertThat(err.toString()).contains("is not a ledger: name the ledger with --url");
        }
    }

    private static void answerAsSomethingElse(ServerSocket socket) {
        try (Socket client = socket.accept()) {
            client.getInputStream().readNBytes(1);
            client.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void looksAtTheOutputBeforeItAsksTheLedger(@TempDir Path directory) throws IOException {
        Path existing = Files.writeString(directory.resolve("there.zip"), "mine");
        Path full = Files.createDirectory(directory.resolve("full"));
        Files.writeString(full.resolve("file"), "mine");

        for (String output : List.of(
                directory.resolve("no/such/out.zip").toString(),
                existing.toString(),
                existing + "/",
                full.toString(),
                "-",
                "")) {
            assertThat(run("export", "--url", "http://127.0.0.1:1", "-o", output))
                    .isEqualTo(1);
        }
        assertThat(run("export", "--force", "--url", "http://127.0.0.1:1", "-o", existing.toString()))
                .isEqualTo(1);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("There is no directory " + directory.resolve("no/such")),
                        line -> assertThat(line).contains(existing + " exists").contains("--force"),
                        line -> assertThat(line).contains("is a file, not a directory"),
                        line -> assertThat(line).contains("is not empty").contains("--force"),
                        line -> assertThat(line).contains("standard output"),
                        line -> assertThat(line).contains("standard output"),
                        line -> assertThat(line).contains("No ledger is running"));
        assertThat(existing).hasContent("mine");
    }

    @Test
    void tellsWhatKindOfFileCannotBeLoaded(@TempDir Path directory) throws IOException {
        Path zip = Files.write(directory.resolve("a.zip"), new byte[] {'P', 'K', 3, 4, 0});
        Path gzip = Files.write(directory.resolve("a.gz"), new byte[] {0x1f, (byte) 0x8b, 8});
        Path array = Files.writeString(directory.resolve("a.json"), "\n [{}]");

        for (Path file : List.of(zip, gzip, array, directory)) {
            assertThat(run("load", "--url", "http://127.0.0.1:1", file.toString()))
                    .isEqualTo(1);
        }

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("is a zip").contains("runledger import"),
                        line -> assertThat(line).contains("is compressed").contains("gunzip"),
                        line -> assertThat(line).contains("is a JSON array").contains("jq"),
                        line -> assertThat(line).contains("is a directory"));
    }

    @Test
    void suggestsWhatWasProbablyMeant() {
        assertThat(run("up", "--kafkaport", "1")).isEqualTo(2);
        assertThat(run("exprt")).isEqualTo(2);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("Did you mean").contains("--kafka-port"),
                        line -> assertThat(line)
                                .contains("no command \"exprt\"")
                                .contains("Did you mean"));
    }

    @Test
    void importSaysWhichDirectoryHasNoLedger(@TempDir Path directory) {
        assertThat(run(
                        "import",
                        directory.toString(),
                        "--data",
                        directory.resolve("none").toString()))
                .isEqualTo(1);

        assertThat(err.toString().lines()).singleElement().asString().contains("No ledger runs on", "runledger up");
    }

    @Test
    void stopSaysWhereThereIsNoLedger(@TempDir Path directory) {
        assertThat(run("stop", "--data", directory.toString())).isEqualTo(1);
        assertThat(run("status", "--data", directory.toString())).isEqualTo(1);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("There is no ledger in " + directory),
                        line -> assertThat(line).contains("No ledger is running on " + directory));
    }

    @Test
    void everyCommandTellsItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(run("load", "--version")).isZero();

        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("runledger "));
    }

    private int run(String... arguments) {
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
