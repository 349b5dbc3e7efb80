package io.runledger.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.runledger.access.AccessControl;
import io.runledger.gateway.append.IngestMetrics;
import io.runledger.gateway.append.LogWriter;
import io.runledger.gateway.contracts.KnownContracts;
import io.runledger.http.HttpServer;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.wire.RecordSerializer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The door on a free port, before a log that does what the test says. */
public final class DoorFixture implements AutoCloseable {
    static final int MAX_BODY = 4096;
    public static final LogTopic TOPIC = new LogTopic(LogTopic.DEFAULT_NAME, 12, (short) 1, Duration.ofHours(1));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public final MockProducer<byte[], SpecificRecord> producer;
    final MeterRegistry metrics = new SimpleMeterRegistry();
    final ScriptedDecisions decisions = new ScriptedDecisions();
    private final KnownContracts contracts;
    private final HttpServer server;

    /** With {@code confirms}, the log confirms every record at once; else the test does. */
    public DoorFixture(boolean confirms) {
        this(confirms, Map.of());
    }

    /** The same with other settings than the defaults. */
    public DoorFixture(boolean confirms, Map<String, String> settings) {
        producer = producer(confirms);
        LogWriter log = new LogWriter(producer, TOPIC, Duration.ofSeconds(1), new IngestMetrics(metrics));
        GatewayConfig config = config(settings);
        contracts = settings.containsKey("RUNLEDGER_REGISTRY_URL")
                ? KnownContracts.start(config.ledger().registry(), config.contractsRefresh())
                : new KnownContracts(config.ledger().registry()); // never asked
        server = HttpServer.start(
                "127.0.0.1", 0, List.of(new GatewayRoutes(log, contracts, decisions, AccessControl.off(), config)));
    }

    /** What stands for Kafka: it has the topic's partitions and keeps every record as it is. */
    public static MockProducer<byte[], SpecificRecord> producer(boolean confirms) {
        return new MockProducer<>(
                cluster(),
                confirms,
                new RoundRobinPartitioner(), // never asked: every record names its partition
                new ByteArraySerializer(),
                new RecordSerializer()); // nor is this: the mock keeps the record as it is
    }

    private static GatewayConfig config(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("RUNLEDGER_GUARD_KEY", "a guard key");
        environment.put("RUNLEDGER_MAX_BODY", String.valueOf(MAX_BODY));
        return GatewayConfig.from(environment);
    }

    private static Cluster cluster() {
        Node node = new Node(1, "127.0.0.1", 9092);
        List<PartitionInfo> partitions = IntStream.range(0, TOPIC.partitions())
                .mapToObj(partition ->
                        new PartitionInfo(TOPIC.name(), partition, node, new Node[] {node}, new Node[] {node}))
                .toList();
        return new Cluster("test", List.of(node), partitions, Set.of(), Set.of());
    }

    int port() {
        return server.port();
    }

    public List<ProducerRecord<byte[], SpecificRecord>> sent() {
        return producer.history();
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return CLIENT.send(request(path, body), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> postLater(String path, String body) {
        return CLIENT.sendAsync(request(path, body), HttpResponse.BodyHandlers.ofString());
    }

    /** With headers, as names and values in turn. */
    public HttpResponse<String> post(String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        return CLIENT.send(request(path, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> postLater(String path, byte[] body, String... headers) {
        return CLIENT.sendAsync(request(path, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    /** With headers, as names and values in turn. */
    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return CLIENT.send(build(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> sendLater(String method, String path, String body, String... headers) {
        return CLIENT.sendAsync(build(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest build(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
        return send("PUT", path, HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(20))
                        .method(method, body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path, String body) {
        return request(path, body.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
    }

    private HttpRequest request(String path, byte[] body, String... headers) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .headers(headers)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Override
    public void close() {
        server.close();
        contracts.close();
        producer.close();
    }
}
