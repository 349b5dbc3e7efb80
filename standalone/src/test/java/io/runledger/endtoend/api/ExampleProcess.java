package io.runledger.endtoend.api;

import io.runledger.endtoend.ledger.ChildProcess;
import io.runledger.endtoend.ledger.TestJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A program of examples/, or one of other people, run as its users run it. */
final class ExampleProcess {
    private static final Duration LIMIT = Duration.ofMinutes(3);
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

    static boolean hasNode() throws Exception {
        return answers("node") && answers("npm");
    }

    private static boolean answers(String program) throws Exception {
        try {
            run(Path.of("."), Map.of(), program, "--version");
            return true;
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
        return ChildProcess.run(LIMIT, directory, environment, List.of(command));
    }
}
