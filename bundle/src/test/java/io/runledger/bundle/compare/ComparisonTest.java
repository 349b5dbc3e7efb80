package io.runledger.bundle.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.validate.SampleRun;
import io.runledger.core.run.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ComparisonTest {
    @TempDir
    private Path directory;

    @Test
    void aRunIsEqualToItself() throws Exception {
        Comparison comparison = new Comparison(read(new SampleRun()), read(new SampleRun()));

        assertThat(comparison.outcome()).isEqualTo(Outcome.EQUAL);
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
        assertThat(comparison.outcome()).isEqualTo(Outcome.DIFFERENT);
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

        assertThat(new Comparison(read(new SampleRun()), read(candidate)).outcome())
                .isEqualTo(Outcome.EQUAL);
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
        assertThat(new Comparison(read(new SampleRun()), read(later)).outcome()).isEqualTo(Outcome.EQUAL);

        for (Map.Entry<String, String> each : Map.of(
                        "run.finished", "{\"status\": \"succeeded\"}",
                        "eval.scored", "{\"name\": \"accuracy\", \"score\": 0.8}",
                        "eval.gated", "{\"gate\": \"release\", \"verdict\": \"fail\"}")
                .entrySet()) {
            SampleRun candidate = new SampleRun();
            candidate.event(each.getKey(), each.getValue());
            assertThat(new Comparison(read(new SampleRun()), read(candidate)).outcome())
                    .as(each.getKey())
                    .isEqualTo(Outcome.DIFFERENT);
        }
    }

    @Test
    void aContentThatNobodyToldIsNotTheSame() throws Exception {
        SampleRun baseline = new SampleRun();
        SampleRun candidate = new SampleRun();
        for (SampleRun run : List.of(baseline, candidate)) {
            run.record(ExportFile.ARTIFACTS, 0).remove("checksum");
        }

        Comparison comparison = new Comparison(read(baseline), read(candidate));

        JsonNode artifacts = comparison.json().path("artifacts");
        assertThat(artifacts.path("same").asInt()).isEqualTo(1);
        assertThat(artifacts.path("unknown")).hasSize(1);
        assertThat(artifacts.at("/unknown/0/baseline").has("content")).isFalse();
        assertThat(artifacts.path("equal").asBoolean()).isFalse();
        assertThat(artifacts.path("outcome").asText()).isEqualTo("unknown");
        assertThat(comparison.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(String.join("\n", ComparisonTable.of(comparison)))
                .contains("artifacts: unknown, 1 the same by checksum, 1 of which nobody can say")
                .endsWith("unknown: nothing is known to differ, but not everything is known");
    }

    @Test
    void checksumsOfDifferentAlgorithmsCannotBeCompared() throws Exception {
        SampleRun candidate = new SampleRun();
        ((ObjectNode) candidate.record(ExportFile.ARTIFACTS, 0).path("checksum"))
                .put("algorithm", "md5")
                .put("value", "00112233445566778899aabbccddeeff");

        JsonNode artifacts =
                new Comparison(read(new SampleRun()), read(candidate)).json().path("artifacts");

        assertThat(artifacts.path("unknown")).hasSize(1);
        assertThat(artifacts.path("changed")).isEmpty();
    }

    @Test
    void aConfigurationThatNobodyToldIsNotTheSame() throws Exception {
        SampleRun without = withoutConfig(null);

        Comparison neither = new Comparison(read(without), read(withoutConfig(null)));
        Comparison one = new Comparison(read(new SampleRun()), read(without));

        for (Comparison comparison : List.of(neither, one)) {
            assertThat(comparison.json().at("/config/outcome").asText()).isEqualTo("unknown");
            assertThat(comparison.json().at("/config/differences")).isEmpty();
            assertThat(comparison.outcome()).isEqualTo(Outcome.UNKNOWN);
        }
        assertThat(ComparisonTable.of(neither)).contains("config: unknown, neither told it");
        assertThat(ComparisonTable.of(one)).contains("config: unknown, the candidate did not tell it");
    }

    @Test
    void theDigestOfAConfigurationIsEnough() throws Exception {
        assertThat(new Comparison(read(withoutConfig("sha256:00")), read(withoutConfig("sha256:00"))).outcome())
                .isEqualTo(Outcome.EQUAL);
        assertThat(new Comparison(read(withoutConfig("sha256:00")), read(withoutConfig("sha256:01"))).outcome())
                .isEqualTo(Outcome.DIFFERENT);
    }

    private static SampleRun withoutConfig(@Nullable String digest) {
        SampleRun run = new SampleRun();
        ObjectNode payload = (ObjectNode) run.record(ExportFile.EVENTS, 0).path("payload");
        payload.remove("config");
        payload.remove("config_digest");
        if (digest != null) {
            payload.put("config_digest", digest);
        }
        return run;
    }

    @Test
    void aScoreOrStatusThatNobodyToldIsNotTheSame() throws Exception {
        for (Map.Entry<String, String> each : Map.of(
                        "run.finished", "{\"result\": 1}",
                        "eval.scored", "{\"name\": \"accuracy\"}",
                        "eval.gated", "{\"gate\": \"release\"}")
                .entrySet()) {
            SampleRun baseline = new SampleRun();
            SampleRun candidate = new SampleRun();
            baseline.event(each.getKey(), each.getValue());
            candidate.event(each.getKey(), each.getValue());

            assertThat(new Comparison(read(baseline), read(candidate)).outcome())
                    .as(each.getKey())
                    .isEqualTo(Outcome.UNKNOWN);
        }
    }

    @Test
    void decisionsAreNoPartOfADuration() throws Exception {
        SampleRun reviewed = new SampleRun();
        reviewed.event("noted", "{}").put("task_id", "train");
        reviewed.event("noted", "{}").put("task_id", "train");
        reviewed.event("task.complete_requested", "{}")
                .put("task_id", "train")
                .put("occurred_at", "2028-11-21T10:00:00Z");
        reviewed.event("task.completed", "{}").put("task_id", "train").put("occurred_at", "2028-11-21T10:00:00Z");

        assertThat(read(reviewed).taskMillis()).containsEntry("train", 1_000L);
    }

    @Test
    void theNewestAttemptIsCompared() throws Exception {
        SampleRun again = new SampleRun();
        again.event("run.started", "{\"config\": {}}");
        ObjectNode end = again.event("run.finished", "{\"status\": \"succeeded\"}");
        again.records(ExportFile.EVENTS).remove(end);
        again.records(ExportFile.EVENTS).add(0, end); // whatever the order of the log

        assertThat(read(again).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(read(again).durationMillis()).hasValue(1_000);
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
