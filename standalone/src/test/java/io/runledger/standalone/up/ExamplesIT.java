package io.runledger.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.schemas.log.RunPartition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every example of docs/producing.md, run against a real broker and a real registry, and read back. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@ExtendWith(OwnLedger.class)
final class ExamplesIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int EVENTS = 1000;
    private static final int RUNS = 4;
    private static final int PARTITIONS = 12;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestLedger ledger;
    private final LedgerApi api;

    ExamplesIT(TestLedger ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void javaWritesWithOurCodecAndPartitioner() throws Exception {
        String said = ExampleProcess.java("examples.OurCodec", environment("RUN", "ours-1", "EVENTS", "20"));

        assertThat(said)
                .contains("sent event/ours-1/event-19: position " + RunPartition.of("ours-1", PARTITIONS) + ":");
        awaitInOrder("ours-1", 20);
    }

    @Test
    void javaWritesWithAnySerializerOfTheWireFormat() throws Exception {
        Map<String, JsonNode> before = registered();

        String said = ExampleProcess.java("examples.AnySerializer", environment("RUN", "any-1", "EVENTS", "20"));

        assertThat(said).contains("sent event/any-1/event-19: position " + RunPartition.of("any-1", PARTITIONS) + ":");
        awaitInOrder("any-1", 20);
        assertThat(registered()).isEqualTo(before);
    }

    @Test
    void nodeWritesByItsOwnPartitionerAndEachEventIsListedOnceInItsProducersOrder(@TempDir Path directory)
            throws Exception {
        assumeNode();
        Map<String, JsonNode> before = registered();
        Path examples = ExampleProcess.nodeExamples(directory);

        String said = ExampleProcess.node(
                examples,
                "events.js",
                environment("EVENTS", String.valueOf(EVENTS), "RUNS", String.valueOf(RUNS), "PREFIX", "hashed"));

        assertThat(said).contains("sent " + EVENTS + " events");
        for (int run = 0; run < RUNS; run++) {
            String name = "hashed-" + run;
            await().atMost(SOON).untilAsserted(() -> {
                List<JsonNode> events = events(name);
                assertThat(numbers(events, "planner"))
                        .hasSize(EVENTS / RUNS / 2)
                        .isSorted();
                assertThat(numbers(events, "worker")).hasSize(EVENTS / RUNS / 2).isSorted();
            });
        }
        List<String> all = IntStream.range(0, RUNS)
                .mapToObj(run -> ids("hashed-" + run))
                .flatMap(List::stream)
                .toList();
        assertThat(all).hasSize(EVENTS).doesNotHaveDuplicates();
        assertThat(registered()).isEqualTo(before);
    }

    @Test
    void nodeWritesIntoTheRunsPartitionAndPlainBytes(@TempDir Path directory) throws Exception {
        assumeNode();
        Path examples = ExampleProcess.nodeExamples(directory);

        ExampleProcess.node(
                examples, "events.js", environment("EVENTS", "200", "PREFIX", "placed", "PARTITION_BY_RUN", "1"));
        String said =
                ExampleProcess.node(examples, "plain-bytes.js", environment("RUN", "bytes-run", "EVENT", "first"));

        await().atMost(SOON).untilAsserted(() -> assertThat(ids("placed-0")).hasSize(50));
        assertThat(events("placed-0"))
                .allMatch(event -> event.path("partition").asInt() == RunPartition.of("placed-0", PARTITIONS));
        assertThat(said).contains("position " + RunPartition.of("bytes-run", PARTITIONS) + ":");
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode event = api.get("/runs/bytes-run/events/first").expect(200).json();
            assertThat(event.path("payload").path("grüße").size()).isEqualTo(3);
            assertThat(event.path("producer").asText()).isEqualTo("plain-bytes");
        });
    }

    private static void assumeNode() throws Exception {
        assumeThat(ExampleProcess.hasNode())
                .as("node and npm are needed to run the Node examples; install them to have these tests run")
                .isTrue();
    }

    private void awaitInOrder(String run, int count) {
        List<String> expected =
                IntStream.range(0, count).mapToObj(i -> "event-" + i).toList();
        await().atMost(SOON).untilAsserted(() -> assertThat(ids(run)).isEqualTo(expected));
    }

    private List<JsonNode> events(String run) throws Exception {
        return api.all("/events?limit=500&run_id=" + run, "events");
    }

    private List<String> ids(String run) {
        try {
            return events(run).stream()
                    .map(event -> event.path("event_id").asText())
                    .toList();
        } catch (Exception e) {
            throw new AssertionError("cannot list the events of " + run, e);
        }
    }

    private static List<Integer> numbers(List<JsonNode> events, String producer) {
        return events.stream()
                .filter(event -> event.path("producer").asText().equals(producer))
                .map(event -> event.path("payload").path("number").asInt())
                .toList();
    }

    /** The registry's subjects with their versions. */
    private Map<String, JsonNode> registered() throws Exception {
        Map<String, JsonNode> registered = new TreeMap<>();
        for (JsonNode subject : registry("subjects")) {
            registered.put(subject.asText(), registry("subjects/" + subject.asText() + "/versions"));
        }
        assertThat(registered).containsKeys("io.runledger.v1.Event", "io.runledger.v1.Artifact");
        return registered;
    }

    private JsonNode registry(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(ledger.registryUrl() + "/" + path))
                .timeout(SOON)
                .build();
        return JSON.readTree(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofByteArray())
                .body());
    }

    private Map<String, String> environment(String... more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("RUNLEDGER_KAFKA_BOOTSTRAP", ledger.bootstrapServers());
        environment.put("RUNLEDGER_REGISTRY_URL", ledger.registryUrl());
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }
}
