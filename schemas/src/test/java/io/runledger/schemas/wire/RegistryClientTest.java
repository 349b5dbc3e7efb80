package io.runledger.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.runledger.schemas.contract.Contract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(200);

    /** What the registry answers next, in order; the last answer stays. */
    private final List<String> answers = new CopyOnWriteArrayList<>();

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;

    RegistryClientTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/api/v7", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(body, StandardCharsets.UTF_8));
            String answer = answers.size() > 1 ? answers.remove(0) : answers.get(0);
            byte[] bytes = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private RegistryClient client(Duration patience) {
        return new RegistryClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v7"), patience);
    }

    private static Schema schema() {
        return Contract.EVENT.schema();
    }

    @Test
    void registersOnceAndThenKnowsTheId() throws Exception {
        answers.add("200 {\"id\":7}");
        RegistryClient client = client(PATIENCE);

        assertThat(client.register(Contract.EVENT.subject(), schema())).isEqualTo(7);
        assertThat(client.register(Contract.EVENT.subject(), schema())).isEqualTo(7);
        assertThat(client.schema(7)).contains(schema());

        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request).startsWith("POST /api/v7/subjects/io.runledger.v1.Event/versions ");
            String body = request.substring(request.indexOf('{'));
            assertThat(new ObjectMapper().readTree(body).path("schema").asText())
                    .isEqualTo(schema().toString());
        });
    }

    @Test
    void asksForASchemaOnce() throws Exception {
        answers.add("200 " + new ObjectMapper().createObjectNode().put("schema", schema().toString()));
        RegistryClient client = client(PATIENCE);

        assertThat(client.schema(3)).contains(schema());
        assertThat(client.schema(3)).contains(schema());

        assertThat(requests).containsExactly("GET /api/v7/schemas/ids/3 ");
    }

    @Test
    void triesAgainWhileTheRegistryIsNotReady() {
        answers.addAll(List.of("503 {}", "500 oops", "429 {}", "200 {\"id\":7}"));

        assertThat(client(PATIENCE).register("s", schema())).isEqualTo(7);
        assertThat(requests).hasSize(4);
    }

    @Test
    void givesUpWithWhatToDo() {
        answers.add("503 {}");

        assertThatThrownBy(() -> client(LITTLE_PATIENCE).register("s", schema()))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("does not answer (status 503)")
                .hasMessageContaining("RUNLEDGER_REGISTRY_URL");
    }

    @Test
    void givesUpWhenNobodyListens() {
        answers.add("200 {}");
        RegistryClient client = client(LITTLE_PATIENCE);
        server.stop(0);

        assertThatThrownBy(() -> client.schema(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("does not answer");
    }

    @Test
    void tellsNoPassword() {
        answers.add("503 {}");
        RegistryClient client = new RegistryClient(
                URI.create("http://me:hunter2@127.0.0.1:" + server.getAddress().getPort() + "/api/v7"),
                LITTLE_PATIENCE);

        assertThatThrownBy(() -> client.schema(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("at http://127.0.0.1:")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void keepsWhatItKnowsWhileTheRegistryIsAway() {
        answers.add("200 {\"id\":7}");
        RegistryClient client = client(LITTLE_PATIENCE);
        client.register("s", schema());
        server.stop(0);

        assertThat(client.register("s", schema())).isEqualTo(7);
        assertThat(client.schema(7)).contains(schema());
    }

    @Test
    void knowsNoSchemaThatTheRegistryDoesNotHave() {
        answers.add("404 {\"error_code\":40403,\"message\":\"Schema not found\"}");

        assertThat(client(PATIENCE).schema(99)).isEmpty();
    }

    @Test
    void knowsNoSchemaThatIsNotAvro() {
        answers.add("200 {\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\";\"}");

        assertThat(client(PATIENCE).schema(5)).isEmpty();
    }

    @Test
    void saysWhyASchemaIsIncompatible() {
        answers.add("409 {\"error_code\":409,\"message\":\"READER_FIELD_MISSING_DEFAULT_VALUE\"}");

        assertThatThrownBy(() -> client(PATIENCE).register("s", schema()))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining("READER_FIELD_MISSING_DEFAULT_VALUE");
        assertThat(requests).hasSize(1);
    }

    @Test
    void noticesThatItTalksToSomethingElse() {
        answers.add("200 <html>welcome</html>");

        assertThatThrownBy(() -> client(PATIENCE).register("s", schema()))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("does not answer in JSON");

        answers.set(0, "200 {}");
        assertThatThrownBy(() -> client(PATIENCE).register("s", schema()))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("RUNLEDGER_REGISTRY_URL");
    }
}
