package io.runledger.standalone.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.schemas.catalog.LedgerRegistry;
import io.runledger.schemas.wire.RegistrySubjects;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Confluent's API as its clients speak it, over HTTP. */
final class RegistryServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFLUENT = "application/vnd.schemaregistry.v1+json";
    private static final String ONE = schema("{\"name\":\"a\",\"type\":\"string\"}");
    private static final String TWO =
            schema("{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}");
    private static final String BREAKING = schema("{\"name\":\"c\",\"type\":\"string\"}");

    private final LedgerRegistry registry = new LedgerRegistry(new MemoryTopic());
    private final RegistryServer server = RegistryServer.start(registry, "127.0.0.1", 0);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
    }

    private static String schema(String fields) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
    }

    private record Answer(int status, String type, String text) {
        JsonNode json() throws Exception {
            return JSON.readTree(text);
        }
    }

    private Answer call(String method, String path, String body, String type) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(""), answer.body());
    }

    private Answer get(String path) throws Exception {
        return call("GET", path, "", "");
    }

    private Answer post(String path, String schema) throws Exception {
        return call("POST", path, JSON.createObjectNode().put("schema", schema).toString(), CONFLUENT);
    }

    private static void isProblem(Answer answer, int status, int code) throws Exception {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.type()).startsWith(CONFLUENT);
        assertThat(answer.json().path("error_code").asInt()).isEqualTo(code);
        assertThat(answer.json().path("message").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/apis/ccompat/v7"})
    void registersFindsAndReadsVersions(String base) throws Exception {
        assertThat(post(base + "/subjects/s/versions", ONE).text()).isEqualTo("{\"id\":1}");
        assertThat(post(base + "/subjects/s/versions", TWO).text()).isEqualTo("{\"id\":2}");
        assertThat(post(base + "/subjects/s/versions", ONE).text()).isEqualTo("{\"id\":1}");

        assertThat(get(base + "/subjects").text()).isEqualTo("[\"s\"]");
        assertThat(get(base + "/subjects/s/versions").text()).isEqualTo("[1,2]");
        JsonNode newest = get(base + "/subjects/s/versions/latest").json();
        assertThat(newest.path("version").asInt()).isEqualTo(2);
        assertThat(newest.path("id").asInt()).isEqualTo(2);
        assertThat(newest.path("schema").asText()).isEqualTo(TWO);
        assertThat(get(base + "/subjects/s/versions/1/schema").text()).isEqualTo(ONE);
        assertThat(post(base + "/subjects/s", ONE).json().path("version").asInt())
                .isEqualTo(1);
        assertThat(get(base + "/schemas/ids/2").json().path("schema").asText()).isEqualTo(TWO);
        assertThat(get(base + "/schemas/ids/2/schema").text()).isEqualTo(TWO);
        assertThat(get(base + "/schemas/ids/2/subjects").text()).isEqualTo("[\"s\"]");
        assertThat(get(base + "/schemas/ids/2/versions")
                        .json()
                        .get(0)
                        .path("version")
                        .asInt())
                .isEqualTo(2);
        assertThat(get(base + "/schemas/types").text()).isEqualTo("[\"AVRO\"]");
        assertThat(get(base + "/mode").text()).isEqualTo("{\"mode\":\"READWRITE\"}");
    }

    @Test
    void holdsSchemasToTheRuleThatIsSet() throws Exception {
        post("/subjects/s/versions", ONE);

        isProblem(post("/subjects/s/versions", BREAKING), 409, 409);
        assertThat(post("/compatibility/subjects/s/versions/latest?verbose=true", BREAKING)
                        .text())
                .contains("\"is_compatible\":false", "READER_FIELD_MISSING_DEFAULT_VALUE");
        assertThat(post("/compatibility/subjects/s/versions", TWO).text()).isEqualTo("{\"is_compatible\":true}");

        assertThat(get("/config").text()).isEqualTo("{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}");
        isProblem(get("/config/s"), 404, 40408);
        assertThat(get("/config/s?defaultToGlobal=true").text()).contains("FULL_TRANSITIVE");
        assertThat(call("PUT", "/config/s", "{\"compatibility\":\"NONE\"}", CONFLUENT)
                        .text())
                .isEqualTo("{\"compatibility\":\"NONE\"}");
        assertThat(post("/subjects/s/versions", BREAKING).status()).isEqualTo(200);
        assertThat(call("DELETE", "/config/s", "", "").status()).isEqualTo(200);
        isProblem(call("PUT", "/config", "{\"compatibility\":\"MAYBE\"}", CONFLUENT), 422, 42203);
    }

    @Test
    void keepsAnIdWhenItsSubjectIsDeleted() throws Exception {
        post("/subjects/a%2Fb/versions", ONE);

        isProblem(call("DELETE", "/subjects/a%2Fb?permanent=true", "", ""), 404, 40405);
        assertThat(call("DELETE", "/subjects/a%2Fb", "", "").text()).isEqualTo("[1]");
        assertThat(get("/subjects?deleted=true").text()).isEqualTo("[\"a/b\"]");
        assertThat(call("DELETE", "/subjects/a%2Fb?permanent=true", "", "").text())
                .isEqualTo("[1]");

        assertThat(get("/subjects?deleted=true").text()).isEqualTo("[]");
        isProblem(get("/subjects/a%2Fb/versions"), 404, 40401);
        assertThat(get("/schemas/ids/1").json().path("schema").asText()).isEqualTo(ONE);
        assertThat(post("/subjects/other/versions", ONE).text()).isEqualTo("{\"id\":1}");
    }

    @Test
    void givesOneIdToThoseWhoRegisterAtOnce() throws Exception {
        Set<String> answers = ConcurrentHashMap.newKeySet();
        List<Thread> clients = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() -> {
                    try {
                        answers.add(post("/subjects/s/versions", ONE).text());
                    } catch (Exception e) {
                        answers.add(e.toString());
                    }
                }))
                .toList();

        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }

        assertThat(answers).containsExactly("{\"id\":1}");
        assertThat(get("/subjects/s/versions").text()).isEqualTo("[1]");
    }

    @Test
    void takesNoBodyThatAWebPageCouldSendUnasked() throws Exception {
        String body = "{\"schema\":\"\\\"string\\\"\"}";
        for (String type :
                List.of("", "text/plain", "application/x-www-form-urlencoded", "application/create.extended+json")) {
            assertThat(call("POST", "/subjects/s/versions", body, type).status())
                    .as(type)
                    .isEqualTo(415);
        }
        assertThat(get("/subjects").text()).isEqualTo("[]");
    }

    @Test
    void fetchesNothingAndTakesNoOtherKindOfSchema() throws Exception {
        isProblem(
                call("POST", "/subjects/s/versions", "{\"schema\":\"syntax\",\"schemaType\":\"PROTOBUF\"}", CONFLUENT),
                422,
                42201);
        isProblem(call("POST", "/subjects/s/versions", "{\"content\":\"http://127.0.0.1:1/\"}", CONFLUENT), 422, 42201);
        isProblem(
                call(
                        "POST",
                        "/subjects/s/versions",
                        "{\"schema\":\"\\\"string\\\"\",\"references\":[{\"name\":\"a\",\"subject\":\"b\",\"version\":1}]}",
                        CONFLUENT),
                422,
                42201);
        isProblem(call("POST", "/subjects/s/versions", "{", CONFLUENT), 400, 400);
        isProblem(call("POST", "/subjects/s/versions", "[]", CONFLUENT), 422, 422);
        isProblem(post("/subjects/s/versions", "{\"type\":\"nothing\"}"), 422, 42201);
        isProblem(call("POST", "/apis/registry/v2/groups/default/artifacts", "{}", "application/json"), 404, 404);
    }

    @Test
    void saysWhatIsAskedForWrongly() throws Exception {
        post("/subjects/s/versions", ONE);

        isProblem(get("/subjects/t/versions/latest"), 404, 40401);
        isProblem(get("/subjects/s/versions/7"), 404, 40402);
        isProblem(get("/subjects/s/versions/x"), 422, 42202);
        isProblem(get("/schemas/ids/77"), 404, 40403);
        isProblem(post("/subjects/s", TWO), 404, 40403);
        isProblem(call("PUT", "/mode", "{\"mode\":\"IMPORT\"}", CONFLUENT), 422, 42204);
    }

    @Test
    void explainsItselfAtItsBareAddressAndToThoseWhoMeantTheLedger() throws Exception {
        assertThat(get("/").status()).isEqualTo(200);
        assertThat(get("/").text()).contains("schema registry", "GET /subjects", "ledger");

        Answer misled = call("POST", "/events", "{\"run_id\":\"r\"}", "application/json");

        isProblem(misled, 404, 404);
        assertThat(misled.json().path("message").asText())
                .contains("schema registry", "POST /events", "the ledger's own port");
    }

    @Test
    void listsManyPayloadContractsInOneGo() throws Exception {
        for (int i = 0; i < 1_010; i++) {
            registry.register("payload.type-" + i, ONE);
            registry.register("payload.type-" + i, TWO);
        }
        registry.register("other", ONE);
        RegistrySubjects subjects = new RegistrySubjects(
                URI.create("http://127.0.0.1:" + server.port() + "/apis/ccompat/v7"), Duration.ofSeconds(5));

        assertThat(subjects.newest("payload.")).hasSize(1_010).allSatisfy((subject, newest) -> assertThat(
                        newest.orElseThrow().version())
                .isEqualTo(2));
        assertThat(subjects.versionsOf("payload.")).hasSize(1_010).containsEntry("payload.type-7", List.of(1, 2));
        assertThat(subjects.compatibilities(subjects.newest("payload.").keySet()))
                .hasSize(1_010);
    }

    @Test
    void answersWhatApicuriosSerializerAsks() throws Exception {
        post("/subjects/io.runledger.v1.Event/versions", ONE);

        JsonNode meta = get("/apis/registry/v2/groups/default/artifacts/io.runledger.v1.Event/meta")
                .json();

        assertThat(meta.path("contentId").asInt()).isEqualTo(1);
        assertThat(get("/apis/registry/v2/ids/globalIds/1").text()).isEqualTo(ONE);
        assertThat(get("/apis/registry/v2/ids/contentIds/1/references").text()).isEqualTo("[]");
    }
}
