package io.runledger.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.gateway.contracts.KnownContracts;
import io.runledger.schemas.wire.RegistryUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadContractDoorTest {
    private static final String SUBJECT = "payload.model.trained";
    private static final String PATH = "/contracts/payload/model.trained";
    private static final String V1 = "{\"type\":\"record\",\"name\":\"Trained\",\"fields\":["
            + "{\"name\":\"model\",\"type\":\"string\"},"
            + "{\"name\":\"loss\",\"type\":[\"null\",\"double\"],\"default\":null}]}";
    private static final String V2 = V1.replace("]}", ",{\"name\":\"epoch\",\"type\":\"int\",\"default\":0}]}");
    private static final String WITHOUT_MODEL = "{\"type\":\"record\",\"name\":\"Trained\",\"fields\":["
            + "{\"name\":\"loss\",\"type\":[\"null\",\"double\"],\"default\":null}]}";

    private final FakeRegistry registry = new FakeRegistry();
    private final DoorFixture door;

    PayloadContractDoorTest() throws IOException {
        registry.add("io.runledger.v1.Event", "{\"type\":\"record\",\"name\":\"Event\",\"fields\":[]}");
        registry.add("somebody-elses", "\"string\"");
        registry.add("payload.known.at.start", V1);
        door = new DoorFixture(
                true, Map.of("RUNLEDGER_REGISTRY_URL", registry.url(), "RUNLEDGER_PAYLOAD_CONTRACTS_REFRESH", "100ms"));
    }

    @AfterEach
    void stop() {
        door.close();
        registry.close();
    }

    private static String event(String type, String payload) {
        return "{\"event_type\": \"" + type + "\", \"run_id\": \"r\", \"producer\": \"p\","
                + " \"occurred_at\": \"2026-11-21T10:00:00Z\", \"payload\": " + payload + "}";
    }

    private int status(String type, String payload) throws Exception {
        return door.post("/events", event(type, payload)).statusCode();
    }

    private static List<String> pointers(JsonNode problem) {
        return problem.path("errors").findValuesAsText("pointer");
    }

    @Test
    void holdsPayloadsAgainstTheContractOfTheirType() throws Exception {
        HttpResponse<String> refused =
                door.post("/events", event("known.at.start", "{\"loss\": \"low\", \"colour\": 1}"));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(pointers(DoorFixture.json(refused)))
                .containsExactly("/payload/colour", "/payload/loss", "/payload/model");
        assertThat(door.sent()).isEmpty();
        assertThat(status("known.at.start", "{\"model\": \"m\", \"loss\": 0.1}"))
                .isEqualTo(201);
        assertThat(status("of.no.contract", "{\"loss\": \"low\"}")).isEqualTo(201);
    }

    @Test
    void holdsTheItemsOfABatchAgainstIt() throws Exception {
        HttpResponse<String> answer = door.post(
                "/events/batch",
                "[" + event("known.at.start", "{\"model\": \"m\"}") + "," + event("known.at.start", "{}") + ","
                        + event("other", "[]") + "]");

        assertThat(Batches.statuses(answer)).containsExactly(201, 422, 201);
        assertThat(Batches.items(answer).get(1).findValuesAsText("pointer")).containsExactly("/payload/model");
    }

    @Test
    void doesNotHoldArtifactsAgainstIt() throws Exception {
        registry.add("payload.report", V1);
        String artifact = "{\"artifact_type\": \"report\", \"title\": \"t\", \"storage_provider\": \"s3\","
                + " \"location\": \"s3://reports/x\", \"data_class\": \"internal\", \"run_id\": \"r\", \"source_type\": \"system\","
                + " \"created_by\": \"me\", \"metadata\": {}}";
        await().atMost(Duration.ofSeconds(10)).until(() -> status("report", "{}") == 422);

        assertThat(door.post("/artifacts", artifact).statusCode()).isEqualTo(201);
    }

    @Test
    void putsAContractThatHoldsAtOnce() throws Exception {
        HttpResponse<String> put = door.put(PATH, V1);

        assertThat(put.statusCode()).isEqualTo(201);
        assertThat(DoorFixture.header(put, "Location")).isEqualTo("/contracts/" + SUBJECT + "/versions/1");
        assertThat(DoorFixture.json(put).path("version").asInt()).isEqualTo(1);
        assertThat(status("model.trained", "{}")).isEqualTo(422);
        assertThat(status("model.trained", "{\"model\": \"m\", \"epoch\": 1}")).isEqualTo(422);

        assertThat(door.put(PATH, V2).statusCode()).isEqualTo(201);
        assertThat(status("model.trained", "{\"model\": \"m\", \"epoch\": 1}")).isEqualTo(201);
    }

    @Test
    void refusesASecretInAContractWhichEverybodyIsShown() throws Exception {
        for (String field : List.of(
                "{\"name\": \"password\", \"type\": \"string\", \"default\": \"Tr0ub4dor&3x\"}",
                "{\"name\": \"a\", \"type\": \"string\", \"doc\": \"such as ghp_16C7e42F292c6912E7710c838347Ae178B4a\"}")) {
            HttpResponse<String> refused = door.put(
                    "/contracts/payload/with.secret",
                    "{\"type\": \"record\", \"name\": \"S\", \"fields\": [" + field + "]}");

            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
            assertThat(DoorFixture.json(refused).path("type").asText()).isEqualTo("urn:runledger:problem:secret");
            assertThat(refused.body()).contains("/fields/0/").doesNotContain("Tr0ub4dor", "ghp_16C7");
        }
        assertThat(door.put(
                                "/contracts/payload/without.secret",
                                "{\"type\": \"record\", \"name\": \"S\", \"fields\": [{\"name\": \"password\","
                                        + " \"type\": \"string\", \"default\": \"\"}]}")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void saysThatARegistryListsNoMoreSubjectsAndHoldsOnToThoseItKnows() throws Exception {
        door.put(PATH, V1);
        registry.mostListed = 1;
        int calls = registry.requests.size();
        await().atMost(Duration.ofSeconds(10)).until(() -> registry.requests.size() > calls + 8);
        assertThat(status("model.trained", "{}")).isEqualTo(422);

        HttpResponse<String> put = door.put("/contracts/payload/z.beyond", V1);

        assertThat(put.statusCode()).isEqualTo(409);
        assertThat(DoorFixture.json(put).path("detail").asText()).contains("APICURIO_CCOMPAT_MAX_SUBJECTS");
    }

    @Test
    void putsTheSameSchemaOnce() throws Exception {
        door.put(PATH, V1);
        door.put(PATH, V2);

        HttpResponse<String> again =
                door.put(PATH, V1.replace("{\"name\":\"model\"", "{\"doc\":\"d\",\"name\":\"model\""));

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(DoorFixture.json(again).path("version").asInt()).isEqualTo(1);
        assertThat(DoorFixture.json(door.get("/contracts/" + SUBJECT + "/versions/latest"))
                        .path("version")
                        .asInt())
                .isEqualTo(2);
        assertThat(status("model.trained", "{\"model\": \"m\", \"epoch\": 1}"))
                .as("the newest holds")
                .isEqualTo(201);
    }

    @Test
    void refusesAnIncompatibleSchemaWithReasons() throws Exception {
        door.put(PATH, V1);
        door.put(PATH, V2);

        HttpResponse<String> refused = door.put(PATH, WITHOUT_MODEL);

        assertThat(refused.statusCode()).isEqualTo(409);
        JsonNode problem = DoorFixture.json(refused);
        assertThat(problem.path("type").asText()).isEqualTo("urn:runledger:problem:incompatible");
        assertThat(problem.path("errors").findValuesAsText("detail"))
                .containsExactly(
                        "misses the field model of version 2, which has no default there; keep it, so that older readers"
                                + " can still read",
                        "misses the field model of version 1, which has no default there; keep it, so that older readers"
                                + " can still read");
        assertThat(registry.requests)
                .filteredOn(call -> call.startsWith("POST") && call.endsWith("/versions"))
                .hasSize(2);
    }

    @Test
    void makesARuleThatWasWeakenedStrongAgain() throws Exception {
        door.put(PATH, V1);
        registry.rule(SUBJECT, "NONE");

        door.put(PATH, V2);

        assertThat(registry.rule(SUBJECT)).isEqualTo("FULL_TRANSITIVE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/contracts/payload/a%20b | {} | 400",
                "/contracts/payload/9 | {} | 400",
                "/contracts/payload/record.erased | {\"type\":\"record\",\"name\":\"R\",\"fields\":[]} | 409",
                "/contracts/payload/a | `` | 400",
                "/contracts/payload/a | {\"type\": | 400",
                "/contracts/payload/a | {} {} | 400",
                "/contracts/payload/a | {\"type\":\"int\",\"type\":\"int\"} | 400",
                "/contracts/payload/a | {} | 422",
                "/contracts/payload/a | \"string\" | 422"
            })
    void refusesWhatIsNoContract(String path, String body, int status) throws Exception {
        HttpResponse<String> refused = door.put(path, body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
        assertThat(DoorFixture.json(refused).path("errors").size()).isEqualTo(status == 422 ? 1 : 0);
    }

    @Test
    void listsTheContractsOfThisLedgerAndNoOthers() throws Exception {
        door.put(PATH, V1);
        door.put(PATH, V2);

        JsonNode contracts = DoorFixture.json(door.get("/contracts")).path("contracts");

        assertThat(contracts.findValuesAsText("subject"))
                .containsExactly("io.runledger.v1.Event", "payload.known.at.start", SUBJECT);
        assertThat(contracts.findValuesAsText("kind")).containsExactly("record", "payload", "payload");
        assertThat(contracts.get(2))
                .hasToString("{\"subject\":\"payload.model.trained\",\"kind\":\"payload\","
                        + "\"event_type\":\"model.trained\",\"versions\":[1,2],\"latest_version\":2,"
                        + "\"compatibility\":\"FULL_TRANSITIVE\"}");
    }

    @Test
    void showsOneVersion() throws Exception {
        JsonNode shown = DoorFixture.json(door.get("/contracts/payload.known.at.start/versions/1"));

        assertThat(shown)
                .hasToString("{\"subject\":\"payload.known.at.start\",\"kind\":\"payload\","
                        + "\"event_type\":\"known.at.start\",\"version\":1,\"schema_id\":101,\"schema\":" + V1 + "}");
    }

    @ParameterizedTest
    @CsvSource({
        "/contracts/payload.known.at.start/versions/2, 404, has 1",
        "/contracts/payload.other/versions/latest, 404, 'io.runledger.v1.Event, payload.known.at.start'",
        "/contracts/somebody-elses/versions/1, 404, 'io.runledger.v1.Event, payload.known.at.start'",
        "/contracts/payload.known.at.start/versions/0, 400, latest",
        "/contracts/payload.known.at.start/versions/9999999999, 400, latest"
    })
    void saysWhatThereIsInstead(String path, int status, String instead) throws Exception {
        HttpResponse<String> refused = door.get(path);

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(DoorFixture.json(refused).path("detail").asText()).contains(instead);
    }

    @Test
    void followsWhatOthersPutAndTakeAway() throws Exception {
        registry.add(SUBJECT, V1);
        await().atMost(Duration.ofSeconds(10)).until(() -> status("model.trained", "{}") == 422);

        registry.remove(SUBJECT);
        await().atMost(Duration.ofSeconds(10)).until(() -> status("model.trained", "{}") == 201);
    }

    @Test
    void keepsTheLastUsableVersionIfTheNewestIsNotAvro() throws Exception {
        registry.add("payload.known.at.start", "syntax = \"proto3\";");
        int calls = registry.requests.size();
        await().atMost(Duration.ofSeconds(10)).until(() -> registry.requests.size() > calls + 6);

        assertThat(status("known.at.start", "{}")).isEqualTo(422);
    }

    @Test
    void needsNoRegistryForWhatItKnows() throws Exception {
        registry.away = true;
        int calls = registry.requests.size();
        await().atMost(Duration.ofSeconds(10)).until(() -> registry.requests.size() > calls + 2);

        assertThat(status("known.at.start", "{}")).isEqualTo(422);
        assertThat(status("of.no.contract", "{}")).isEqualTo(201);
        HttpResponse<String> put = door.put(PATH, V1);
        assertThat(put.statusCode()).isEqualTo(503);
        assertThat(DoorFixture.header(put, "Retry-After")).isEqualTo("5");
        assertThat(door.get("/contracts").statusCode()).isEqualTo(503);

        registry.away = false;
        registry.add(SUBJECT, V1);
        await().atMost(Duration.ofSeconds(10)).until(() -> status("model.trained", "{}") == 422);
    }

    @Test
    void doesNotStartWithoutKnowingTheContracts() {
        registry.away = true;

        assertThatThrownBy(() -> KnownContracts.start(URI.create(registry.url()), Duration.ofSeconds(10)))
                .isInstanceOf(RegistryUnavailableException.class);
    }
}
