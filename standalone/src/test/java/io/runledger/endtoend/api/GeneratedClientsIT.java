package io.runledger.endtoend.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.runledger.endtoend.ledger.SharedLedger;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.http.OpenApiRoutes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What other people's tools make of openapi.json: linters find nothing in it, and generated clients compile and work. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@ExtendWith(SharedLedger.class)
final class GeneratedClientsIT {
    private static final Path PROGRAMS = Path.of("src", "test", "clients").toAbsolutePath();
    private static final Path GENERATOR = Path.of("target", "generator").toAbsolutePath();

    /** For programs that end before the second compiler and a collector with threads are of use. */
    private static final List<String> BRIEF = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final TestLedger ledger;

    GeneratedClientsIT(TestLedger ledger) {
        this.ledger = ledger;
    }

    @Test
    void clientOfOpenapiGeneratorWritesAndReads(@TempDir Path directory) throws Exception {
        Path document = document(directory);
        java(
                directory,
                "-jar",
                GENERATOR.resolve("openapi-generator-cli.jar").toString(),
                "generate",
                "--generator-name=java",
                "--library=native",
                "--input-spec=" + document,
                "--output=client");
        Path classes = Files.createDirectories(directory.resolve("classes"));
        // What the generator's own templates are warned of is not for us to mend.
        javac(classes, sources(directory.resolve("client/src/main")), "-Xlint:all,-serial,-deprecation,-processing");
        javac(classes, List.of(PROGRAMS.resolve("Client.java")), "-Xlint:all");

        String said = java(directory, "-cp", classPath(classes), "Client", url(), "generated-java");

        assertThat(said).contains("event hello of generated-java: {text=hello}").contains("artifact report: {pages=3}");
    }

    @Test
    void lintersFindNothingAndClientOfOpenapiTypescriptWritesAndReads(@TempDir Path directory) throws Exception {
        assumeThat(ExampleProcess.hasNode()).as("there is a Node.js with npm").isTrue();
        ExampleProcess.nodePackage(PROGRAMS, directory);
        String document = document(directory).toString();

        tool(directory, "spectral", "lint", "--fail-severity=hint", document);
        String linted = tool(directory, "redocly", "lint", document);
        tool(directory, "openapi-typescript", document, "--output", "api.d.ts");
        tool(directory, "tsc");
        String said = ExampleProcess.run(directory, Map.of(), "node", "client.js", url(), "generated-typescript");

        assertThat(linted).contains("Your API description is valid").doesNotContain("You have");
        assertThat(said)
                .contains("event hello of generated-typescript: {\"text\":\"hello\"}")
                .contains("artifact report: {\"pages\":3}");
    }

    private String url() {
        return ledger.api().url();
    }

    private static Path document(Path directory) throws Exception {
        return Files.write(directory.resolve("openapi.json"), OpenApiRoutes.document());
    }

    /** One of the installed packages' programs, without npx, whose own start costs as much as most of them. */
    private static String tool(Path directory, String program, String... arguments) throws Exception {
        List<String> all = new ArrayList<>();
        all.add(directory
                .resolve("node_modules")
                .resolve(".bin")
                .resolve(program)
                .toString());
        all.addAll(List.of(arguments));
        Map<String, String> quiet = Map.of("REDOCLY_TELEMETRY", "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
        return ExampleProcess.run(directory, quiet, all.toArray(String[]::new));
    }

    private static String java(Path directory, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(BRIEF);
        all.addAll(List.of(arguments));
        return jdk(directory, "java", all);
    }

    private static void javac(Path classes, List<Path> sources, String lint) throws Exception {
        List<String> arguments =
                new ArrayList<>(BRIEF.stream().map(flag -> "-J" + flag).toList());
        arguments.addAll(List.of(lint, "-Werror", "-cp", classPath(classes), "-d"));
        arguments.add(classes.toString());
        sources.forEach(source -> arguments.add(source.toString()));
        jdk(classes, "javac", arguments);
    }

    private static String jdk(Path directory, String program, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", program).toString());
        command.addAll(arguments);
        return ExampleProcess.run(directory, Map.of(), command.toArray(String[]::new));
    }

    private static String classPath(Path classes) {
        return String.join(
                System.getProperty("path.separator"),
                classes.toString(),
                GENERATOR.resolve("lib").resolve("*").toString(),
                System.getProperty("java.class.path"));
    }

    private static List<Path> sources(Path directory) throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
