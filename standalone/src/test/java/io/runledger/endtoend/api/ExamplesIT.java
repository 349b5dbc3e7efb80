package io.runledger.endtoend.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.log.RunPartition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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

    /** What the gateway compresses, and what strangers leave on the log: null, garbage, an unknown schema, another's key. */
    @Test
    void nodeReadsTheLogAndPassesOverWhatIsNoRecord(@TempDir Path directory) throws Exception {
        assumeNode();
        Path examples = ExampleProcess.nodeExamples(directory);
        String text = "the same words again and again, so that they are compressed; ".repeat(20);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            api.post("/events", """
                            {"event_id": "e-%d", "event_type": "x", "run_id": "read-1", "producer": "tests", "payload": {"text": "%s"}}""".formatted(i, text)).expect(201);
            expected.add("e-" + i);
        }
        strangers(RunPartition.of("read-1", PARTITIONS));
        api.send("DELETE", "/runs/read-1/events/e-7?reason=test", HttpRequest.BodyPublishers.noBody())
                .expect(200);
        expected.remove("e-7");

        String said = ExampleProcess.node(examples, "consume.js", environment("RUN", "read-1"));

        List<String> read = said.lines()
                .filter(line -> line.startsWith("{"))
                .map(line -> line.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1"))
                .toList();
        assertThat(read)
                .startsWith("e-0")
                .containsSubsequence(expected)
                .doesNotContain("e-7", "stranger")
                .hasSize(20);
        assertThat(said).contains("read 20 records", "\"null\":", "\"no wire format\":", "\"undecodable\":");
    }

    private void strangers(int partition) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", ledger.bootstrapServers(), "compression.type", "gzip"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            byte[] key = "event/read-1/stranger".getBytes(StandardCharsets.UTF_8);
            for (byte[] value : new byte[][] {null, {1, 2, 3}, {0, 0x7f, 0, 0, 0, 1, 2}, {0, 0, 0, 0, 1}}) {
                producer.send(new ProducerRecord<>("runledger.log", partition, key, value))
                        .get();
            }
        }
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
