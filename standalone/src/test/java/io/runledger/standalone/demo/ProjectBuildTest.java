package io.runledger.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.standalone.console.ClearFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProjectBuildTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    private Path root = Path.of("");

    @Test
    void tellsTestRunAsEvents() throws IOException {
        reportOfFourTests();

        DemoRun run = DemoRun.of(ProjectBuild.read(root).suites());

        assertThat(run.events())
                .extracting(event -> event.json().path("event_type").asText())
                .containsExactly(
                        "run.started",
                        "task.started",
                        "test.passed",
                        "test.failed",
                        "test.failed",
                        "test.skipped",
                        "task.finished",
                        "run.finished");
        assertThat(run.events())
                .extracting(
                        event -> Instant.parse(event.json().path("occurred_at").asText()))
                .isSorted()
                .startsWith(NOON.minusSeconds(2))
                .endsWith(NOON);
        assertThat(run.events().get(3).json().path("payload").path("message").asText())
                .isEqualTo("expected 1");
        assertThat(run.events().get(4).json().path("task_id").asText()).isEqualTo("io.runledger.ATest");
        assertThat(run.events().get(7).json().path("payload").toString())
                .isEqualTo("{\"status\":\"failed\",\"error\":{\"message\":\"2 tests failed\"},"
                        + "\"metrics\":{\"tests\":4,\"passed\":1,\"failed\":2,\"skipped\":1,\"suites\":1}}");
    }

    @Test
    void givesTheSameIdsForTheSameReports() throws IOException {
        reportOfFourTests();

        List<DemoRecord> first = DemoRun.of(ProjectBuild.read(root).suites()).events();
        List<DemoRecord> second = DemoRun.of(ProjectBuild.read(root).suites()).events();

        assertThat(second).isEqualTo(first);
        assertThat(first)
                .extracting(event -> event.json().path("event_id").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void tellsJarsAsArtifactsWithTheirDigests() throws IOException {
        reportOfFourTests();
        Files.writeString(root.resolve("schemas/target/schemas-1.jar"), "hello\n");
        Files.writeString(root.resolve("schemas/target/schemas-1-sources.jar"), "");

        ProjectBuild build = ProjectBuild.read(root);
        List<DemoRecord> artifacts = JarArtifacts.of(build.jars(), "run");

        assertThat(artifacts).singleElement().satisfies(artifact -> {
            assertThat(artifact.json().path("filename").asText()).isEqualTo("schemas-1.jar");
            assertThat(artifact.json().path("size_bytes").asInt()).isEqualTo(6);
            assertThat(artifact.json().path("location").asText()).startsWith("file:///");
            assertThat(artifact.json().path("checksum").path("value").asText())
                    .isEqualTo("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
        });
    }

    @Test
    void saysWhatToDoWithoutReports() {
        assertThatThrownBy(() -> ProjectBuild.read(root))
                .isInstanceOf(ClearFailure.class)
                .hasMessageContaining("mvn verify");
    }

    private void reportOfFourTests() throws IOException {
        Path reports = Files.createDirectories(root.resolve("schemas/target/surefire-reports"));
        Path report = Files.writeString(reports.resolve("TEST-io.runledger.ATest.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="io.runledger.ATest" time="2.0" tests="4" errors="1" skipped="1" failures="1">
                  <properties><property name="java.version" value="17"/></properties>
                  <testcase name="passes" classname="io.runledger.ATest" time="0.5"/>
                  <testcase name="fails" classname="io.runledger.ATest" time="0.25">
                    <failure message="expected 1" type="AssertionError"><![CDATA[trace]]></failure>
                    <system-out>noise</system-out>
                  </testcase>
                  <testcase name="breaks" classname="io.runledger.ATest" time="0.25">
                    <error type="java.io.IOException">trace</error>
                  </testcase>
                  <testcase name="waits" classname="io.runledger.ATest" time="0"><skipped message="not here"/></testcase>
                </testsuite>
                """);
        Files.setLastModifiedTime(report, FileTime.from(NOON));
    }
}
