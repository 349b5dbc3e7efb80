package io.runledger.bundle.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.validate.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ComparisonTest {
    @TempDir
    private Path directory;

    @Test
    void aRunIsEqualToItself() throws Exception {
        Comparison comparison = new Comparison(read(new SampleRun()), read(new SampleRun()));

        assertThat(comparison.isEqual()).isTrue();
        assertThat(comparison.json().at("/artifacts/same").asInt()).isEqualTo(2);
        assertThat(comparison.json().at("/duration_ms/baseline").asLong()).isEqualTo(6_000);
        assertThat(ComparisonTable.of(comparison)).endsWith("", "equal");
    }

    @Test
    void tellsWhatOfTheConfigurationDiffersByPointer() throws Exception {
        SampleRun candidate = new SampleRun();
        ObjectNode config = (ObjectNode) candidate.record(ExportFile.EVENTS, 0).at("/payload/config");
        ((ObjectNode) config.path("model")).put("temperature", 0.75).remove("name");
        config.put("seed", 7);

        Comparison comparison = new Comparison(read(new SampleRun()), read(candidate));

        List<String> found = new ArrayList<>();
        comparison
                .json()
                .at("/config/differences")
                .forEach(each -> found.add(each.path("pointer").asText() + " "
                        + each.path("change").asText()));
        assertThat(found).containsExactly("/model/name removed", "/model/temperature changed", "/seed added");
        assertThat(comparison.isEqual()).isFalse();
    }

    /** What JSON makes of NaN: measured, without a value. Not the same as not measured. */
    @Test
    void aScoreWithoutAValueIsShownAsNull() throws Exception {
        SampleRun baseline = new SampleRun();
        baseline.event("eval.scored", "{\"name\": \"loss\", \"score\": 0.8}");
        SampleRun candidate = new SampleRun();
        candidate.event("eval.scored", "{\"name\": \"loss\", \"score\": null}");

        Comparison comparison = new Comparison(read(baseline), read(candidate));

        JsonNode values = comparison.json().at("/scores/values");
        JsonNode row = values.path(values.size() - 1);
        assertThat(row.path("name").asText()).isEqualTo("loss");
        assertThat(row.path("baseline").asDouble()).isEqualTo(0.8);
        assertThat(row.path("candidate").isNull()).isTrue();
        assertThat(comparison.json().at("/scores/equal").asBoolean(true)).isFalse();
        assertThat(ComparisonTable.of(comparison)).anyMatch(line -> line.matches(" *loss +0\\.8 +null"));
    }

    @Test
    void aNumberInAnotherFormIsTheSame() throws Exception {
        SampleRun candidate = new SampleRun();
        ObjectNode config = (ObjectNode) candidate.record(ExportFile.EVENTS, 0).at("/payload/config");
        config.putArray("steps").add(1.0).add(2);

        assertThat(new Comparison(read(new SampleRun()), read(candidate)).isEqual())
                .isTrue();
    }

    @Test
    void artifactsAreTheSameByContentAndChangedByName() throws Exception {
        SampleRun baseline = new SampleRun();
        SampleRun candidate = new SampleRun();
        title(baseline, 0, "one", "00ff");
        title(baseline, 1, "two", "0001");
        title(candidate, 0, "two", "0002");
        title(candidate, 1, "renamed", "00ff");
        ObjectNode more = candidate.record(ExportFile.ARTIFACTS, 1).deepCopy();
        candidate.records(ExportFile.ARTIFACTS).add(more.put("title", "more").put("artifact_id", "a3"));
        ((ObjectNode) more.path("checksum")).put("value", "0003");

        JsonNode artifacts =
                new Comparison(read(baseline), read(candidate)).json().path("artifacts");

        assertThat(artifacts.path("same").asInt()).isEqualTo(1);
        assertThat(artifacts.at("/changed/0/candidate/content").asText()).isEqualTo("sha256:0002");
        assertThat(artifacts.path("only_baseline")).isEmpty();
        assertThat(artifacts.path("only_candidate")).hasSize(1);
    }

    @Test
    void statusScoresAndGatesCountAndDurationsAndEventsDoNot() throws Exception {
        SampleRun later = new SampleRun();
        later.event("noted", "{}");
        assertThat(new Comparison(read(new SampleRun()), read(later)).isEqual()).isTrue();

        for (Map.Entry<String, String> each : Map.of(
                        "run.finished", "{\"status\": \"succeeded\"}",
                        "eval.scored", "{\"name\": \"accuracy\", \"score\": 0.8}",
                        "eval.gated", "{\"gate\": \"release\", \"verdict\": \"fail\"}")
                .entrySet()) {
            SampleRun candidate = new SampleRun();
            candidate.event(each.getKey(), each.getValue());
            assertThat(new Comparison(read(new SampleRun()), read(candidate)).isEqual())
                    .as(each.getKey())
                    .isFalse();
        }
    }

    @Test
    void saysWhatIsNoBundle() {
        assertThatThrownBy(() -> ComparedRun.read(directory, Limits.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no bundle of a run");
    }

    @Test
    void refusesARunOfTooManyArtifacts() {
        SampleRun run = new SampleRun();
        ObjectNode artifact = run.record(ExportFile.ARTIFACTS, 0);
        for (int i = 0; i < 10_000; i++) {
            run.records(ExportFile.ARTIFACTS).add(artifact);
        }

        assertThatThrownBy(() -> read(run)).isInstanceOf(TooLargeException.class);
    }

    private static void title(SampleRun run, int index, String title, String checksum) {
        ObjectNode artifact = run.record(ExportFile.ARTIFACTS, index).put("title", title);
        ((ObjectNode) artifact.path("checksum")).put("value", checksum);
    }

    private ComparedRun read(SampleRun run) throws IOException {
        Path file = Files.createTempFile(directory, "bundle", ".zip");
        return ComparedRun.read(Files.write(file, run.zip()), Limits.DEFAULT);
    }
}
