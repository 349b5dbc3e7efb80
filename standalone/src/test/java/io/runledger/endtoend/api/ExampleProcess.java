package io.runledger.endtoend.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.endtoend.ledger.TestJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of examples/, or one of other people, run as its users run it. */
final class ExampleProcess {
    private static final int MINUTES = 3;
    private static final Path EXAMPLES = Path.of("..", "examples");

    private ExampleProcess() {}

    /** What it says; it must end well. */
    static String java(String main, Map<String, String> environment) throws Exception {
        List<String> command = TestJvm.command();
        command.add(main);
        return run(Path.of("."), environment, command.toArray(String[]::new));
    }

    static String node(Path directory, String script, Map<String, String> environment) throws Exception {
        return run(directory, environment, "node", script);
    }

    static boolean hasNode() throws InterruptedException {
        return answers("node") && answers("npm");
    }

    private static boolean answers(String program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // not installed
        }
    }

    /** A copy of the Node examples with the packages that their lock file names. */
    static Path nodeExamples(Path into) throws Exception {
        return nodePackage(EXAMPLES.resolve("node"), into);
    }

    /** A copy of a directory's files with the packages that its lock file names. */
    static Path nodePackage(Path from, Path into) throws Exception {
        try (Stream<Path> files = Files.list(from)) {
            files.filter(Files::isRegularFile).forEach(file -> copy(file, into.resolve(file.getFileName())));
        }
        run(into, Map.of(), "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        return into;
    }

    private static void copy(Path file, Path to) {
        try {
            Files.copy(file, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a program says; it must end well. */
    static String run(Path directory, Map<String, String> environment, String... command) throws Exception {
        Path output = Files.createTempFile("example", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            process.destroyForcibly();
            String said = Files.readString(output, UTF_8);
            assertThat(ended)
                    .as("%s ended within time: %s", List.of(command), said)
                    .isTrue();
            assertThat(process.exitValue()).as("%s: %s", List.of(command), said).isZero();
            return said;
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
