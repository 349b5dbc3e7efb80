package io.runledger.endtoend.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.archive.Archive;
import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.archive.Unpacking;
import io.runledger.bundle.validate.Finding;
import io.runledger.bundle.validate.Validator;
import io.runledger.endtoend.ledger.Command;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.RealRuns;
import io.runledger.endtoend.ledger.TestCluster;
import io.runledger.schemas.log.RunPartition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bundles of real runs, and of one that says all that a bundle tells, from two nodes. */
@Timeout(value = 400, unit = TimeUnit.SECONDS)
final class BundleIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PARTITIONS = 12;
    private static final String TOLD = """
            [{"run_id": "told", "event_type": "run.started", "payload": {"tenant": "acme", "config": {"b": 1, "a": [2.50]},
              "config_uri": "s3://bucket/config", "versions": {"tool": "1.8.2"}}},
             {"run_id": "told", "event_type": "tool.called", "task_id": "t",
              "payload": {"name": "search", "arguments": {"q": 1}, "policy_verdict": "allowed"}},
             {"run_id": "told", "event_type": "evidence.retrieved", "payload": {"source": "wiki", "items": [{"id": "d"}]}},
             {"run_id": "told", "event_type": "eval.scored", "payload": {"name": "accuracy", "score": 0.75}},
             {"run_id": "told", "event_type": "eval.gated", "payload": {"gate": "release", "verdict": "pass"}},
             {"run_id": "told", "event_type": "run.finished", "payload": {"status": "succeeded", "result": {"rows": 3}}}]""";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aRunIsTheSameBytesFromEveryNodeAndByTheCommandLine() throws Exception {
        assumeTrue(RealRuns.areThere(), "the recorded runs are not beside the project: nothing to load");
        RealRuns real = RealRuns.read();
        try (TestCluster cluster =
                new TestCluster(directory, 2, TestCluster.Processes.NONE, Map.of("RUNLEDGER_STANDBYS", "0"))) {
            Map<String, String> last = new HashMap<>();
            for (Map.Entry<String, RealRuns.Sent> run : real.runs().entrySet()) {
                write(cluster, "/events/batch", run.getValue().events());
                last.put(
                        run.getKey(),
                        write(cluster, "/artifacts/batch", run.getValue().artifacts()));
            }
            last.put("told", told(cluster));

            for (Map.Entry<String, String> run : last.entrySet()) {
                assertSameEverywhere(cluster, run.getKey(), run.getValue());
            }
            assertSaysWhatItWasTold(directory.resolve("told.zip"));
            assertComparesTheSameEverywhere(cluster, real);
            cluster.query(0).get("/runs/nowhere/bundle").expect(404);
            cluster.query(0)
                    .get("/runs/compare?baseline=told&candidate=nowhere")
                    .expect(404);
            cluster.query(0).get("/runs/compare?baseline=told").expect(400);
        }
    }

    private void assertSameEverywhere(TestCluster cluster, String run, String position) throws Exception {
        String path = "/runs/" + run + "/bundle";
        LedgerApi.Answer first =
                cluster.query(0).get(path + "?at_least=" + position).expect(200);
        told(cluster, besides(run));
        LedgerApi.Answer second = cluster.query(1).get(path).expect(200);
        Path file = directory.resolve(run + ".zip");
        assertThat(Command.run(
                                "bundle",
                                run,
                                "-o",
                                file.toString(),
                                "--url",
                                cluster.query(1).url())
                        .exit())
                .isZero();

        assertThat(second.bytes()).isEqualTo(first.bytes());
        assertThat(cluster.query(0).get(path).expect(200).bytes()).isEqualTo(first.bytes());
        assertThat(Files.readAllBytes(file)).isEqualTo(first.bytes());
        List<Finding> findings = new ArrayList<>();
        assertThat(new Validator().validate(file, findings::add).isValid())
                .as(findings::toString)
                .isTrue();
        String tag = second.headers().getOrDefault("etag", List.of()).get(0);
        assertThat(first.headers().getOrDefault("etag", List.of())).containsExactly(tag);
        for (int node = 0; node < 2; node++) {
            assertThat(ifNoneMatch(cluster.query(node).url() + path, tag)).isEqualTo(304);
            assertThat(ifNoneMatch(cluster.query(node).url() + path, "\"other\""))
                    .isEqualTo(200);
        }
    }

    /** Another run of the same partition. */
    private static String besides(String run) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "besides-" + i + "-" + run)
                .filter(other -> RunPartition.of(other, PARTITIONS) == RunPartition.of(run, PARTITIONS))
                .findFirst()
                .orElseThrow();
    }

    private static int ifNoneMatch(String url, String tag) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("If-None-Match", tag)
                .build();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
        assertThat(answer.body().length == 0).isEqualTo(answer.statusCode() == 304);
        return answer.statusCode();
    }

    private void assertSaysWhatItWasTold(Path zip) throws Exception {
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        try (Archive archive = Archive.open(zip, Limits.DEFAULT)) {
            Unpacking.into(unpacked, archive);
        }
        JsonNode run = JSON.readTree(unpacked.resolve("run/run.json").toFile());
        assertThat(run.path("status").asText()).isEqualTo("succeeded");
        assertThat(run.path("tenant").asText()).isEqualTo("acme");
        assertThat(run.at("/result/rows").asInt()).isEqualTo(3);
        assertThat(Files.readString(unpacked.resolve("run/config.snapshot.json")))
                .isEqualTo("{\"a\":[2.5],\"b\":1}\n");
        assertThat(JSON.readTree(unpacked.resolve("run/tool_calls.json").toFile())
                        .at("/0/policy_verdict")
                        .asText())
                .isEqualTo("allowed");
        assertThat(unpacked.resolve("run/eval/gate.json")).exists();
        assertThat(JSON.readTree(unpacked.resolve("manifest.json").toFile()).path("schemas"))
                .hasSize(1);
        assertThat(Command.run("validate", unpacked.toString()).exit()).isZero();
    }

    private void assertComparesTheSameEverywhere(TestCluster cluster, RealRuns real) throws Exception {
        String ok = "917ea72a-ecb5-4fd3-bd1f-b52ffeed4d0d";
        String failed = "b0ed168e-1926-42da-aa25-6b3eb826074b";
        assertThat(real.runs()).containsKeys(ok, failed);
        String path = "/runs/compare?baseline=" + ok + "&candidate=" + failed;

        JsonNode comparison = cluster.query(0).get(path).expect(200).json();

        assertThat(cluster.query(1).get(path).expect(200).json()).isEqualTo(comparison);
        assertThat(comparison.path("equal").asBoolean()).isFalse();
        assertThat(comparison.at("/artifacts/same").asInt()).isPositive();
        assertThat(comparison.path("events")).hasSizeGreaterThan(5);
        Command command = Command.run(
                "compare",
                "--json",
                directory.resolve(ok + ".zip").toString(),
                failed,
                "--url",
                cluster.query(0).url());
        assertThat(command.exit()).as(command.err()).isEqualTo(1);
        assertThat(JSON.readTree(command.out())).isEqualTo(comparison);
        String told = directory.resolve("told.zip").toString();
        assertThat(Command.run("compare", told, directory.resolve("unpacked").toString())
                        .exit())
                .isZero();
        assertThat(Command.run("compare", told, directory.toString()).exit()).isEqualTo(2);
    }

    private static String told(TestCluster cluster) throws Exception {
        return told(cluster, "told");
    }

    private static String told(TestCluster cluster, String run) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        int second = 0;
        for (JsonNode event : JSON.readTree(TOLD.replace("\"told\"", "\"" + run + "\""))) {
            events.add(((ObjectNode) event)
                    .put("producer", "tests")
                    .put("occurred_at", "2026-11-21T10:00:0" + second++ + "Z"));
        }
        return write(cluster, "/events/batch", events);
    }

    /** The position of the last. */
    private static String write(TestCluster cluster, String path, List<JsonNode> records) throws Exception {
        ArrayNode batch = JSON.createArrayNode().addAll(records);
        JsonNode answer = cluster.gateway().post(path, batch).expect(200).json();
        return answer.findValuesAsText("position").get(records.size() - 1);
    }
}
