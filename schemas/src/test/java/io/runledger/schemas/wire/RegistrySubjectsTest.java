package io.runledger.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrySubjectsTest {
    private static final Schema SCHEMA = Schema.createRecord("R", null, null, false, List.of());
    private static final String VERSION =
            "200 {\"subject\":\"s\",\"version\":2,\"id\":7,\"schema\":\"{\\\"type\\\":\\\"record\\\","
                    + "\\\"name\\\":\\\"R\\\",\\\"fields\\\":[]}\"}";

    /** By method and path. What is not here is a 404. */
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    RegistrySubjectsTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/", exchange -> {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(request);
            exchange.getRequestBody().readAllBytes();
            String answer = answers.getOrDefault(request, "404 {}");
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

    private RegistrySubjects subjects() {
        return new RegistrySubjects(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Duration.ofMillis(200));
    }

    @Test
    void listsSubjectsAndVersionsInOrder() {
        answers.put("GET /subjects", "200 [\"b\",\"a\"]");
        answers.put("GET /subjects/a/versions", "200 [3,1]");

        assertThat(subjects().names()).containsExactly("a", "b");
        assertThat(subjects().versions("a")).containsExactly(1, 3);
        assertThat(subjects().versions("c")).isEmpty();
    }

    @Test
    void readsVersions() {
        answers.put("GET /subjects/s/versions/2", VERSION);
        answers.put("GET /subjects/s/versions/latest", VERSION);
        answers.put("GET /subjects/proto/versions/1", "200 {\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax\"}");

        assertThat(subjects().version("s", 2)).contains(new RegisteredSchema("s", 2, 7, SCHEMA));
        assertThat(subjects().latest("s")).contains(new RegisteredSchema("s", 2, 7, SCHEMA));
        assertThat(subjects().version("s", 3)).isEmpty();
        assertThat(subjects().version("proto", 1)).isEmpty();
    }

    @Test
    void addsAVersionAndSaysWhichItIs() {
        answers.put("POST /subjects/s/versions", "200 {\"id\":7}");
        answers.put("POST /subjects/s", VERSION);

        assertThat(subjects().add("s", SCHEMA).version()).isEqualTo(2);
    }

    @Test
    void saysWhatTheRegistryRefuses() {
        answers.put("POST /subjects/s/versions", "409 {\"message\":\"not like this\"}");
        assertThatThrownBy(() -> subjects().add("s", SCHEMA))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining("not like this");

        answers.put("POST /subjects/s/versions", "422 {\"message\":\"no schema\"}");
        assertThatThrownBy(() -> subjects().add("s", SCHEMA))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining("no schema");
    }

    @Test
    void setsTheRuleOfASubjectOnlyIfItIsAnother() {
        answers.put("GET /config/strong?defaultToGlobal=true", "200 {\"compatibilityLevel\":\"FULL_TRANSITIVE\"}");
        answers.put("GET /config/weak?defaultToGlobal=true", "200 {\"compatibilityLevel\":\"BACKWARD\"}");
        answers.put("GET /config", "200 {\"compatibilityLevel\":\"FULL_TRANSITIVE\"}");
        answers.put("PUT /config/weak", "200 {\"compatibility\":\"FULL_TRANSITIVE\"}");

        subjects().requireFullTransitive("strong");
        subjects().requireFullTransitive("new");
        assertThat(requests).noneMatch(request -> request.startsWith("PUT"));
        subjects().requireFullTransitive("weak");
        assertThat(requests).last().isEqualTo("PUT /config/weak");
    }
}
