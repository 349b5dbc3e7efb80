package io.runledger.endtoend.writing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerApi.Answer;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Contracts on a real registry: they are kept, they grow only compatibly, and the door keeps to them. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@ExtendWith(OwnLedger.class)
final class ContractsIT {
    private static final String V1 = """
            {"type": "record", "name": "Trained", "namespace": "ml", "fields": [
              {"name": "model", "type": {"type": "record", "name": "Model", "fields": [
                {"name": "name", "type": "string"},
                {"name": "size", "type": ["null", "long"], "default": null}]}},
              {"name": "stage", "type": {"type": "enum", "name": "Stage", "symbols": ["DRAFT", "FINAL"]}}]}""";
    private static final String V2 = V1.replace("\"fields\": [\n  {\"name\": \"model\"", """
            "fields": [
              {"name": "at", "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}], "default": null},
              {"name": "model\"""");
    private static final String V3 = V2.replace("\"FINAL\"", "\"DONE\"")
            .replace("{\"name\": \"name\", \"type\": \"string\"},", "")
            .replace("\"type\": [\"null\", \"long\"], \"default\": null", "\"type\": \"string\"");

    private static final String GOOD = "{\"model\": {\"name\": \"m\", \"size\": 7}, \"stage\": \"FINAL\"}";
    private static final String BAD = "{\"model\": {\"nome\": \"m\", \"size\": \"7\"}, \"stage\": \"LAST\"}";
    private static final String TIMED =
            "{\"at\": \"2026-11-21T10:00:00Z\", \"model\": {\"name\": \"m\"}, \"stage\": \"DRAFT\"}";

    private final LedgerApi shared;

    @TempDir
    private Path directory = Path.of("");

    ContractsIT(TestLedger ledger) {
        shared = ledger.api();
    }

    @Test
    void contractsGrowCompatiblyAndTheDoorKeepsToThem() throws Exception {
        String type = "model.trained";
        String subject = "payload." + type;
        shared.post("/events", event(type, BAD)).expect(201); // before there is a contract

        Answer first = put(shared, type, V1).expect(201);
        assertThat(first.json().path("version").asInt()).isEqualTo(1);
        assertThat(first.headers().get("location")).containsExactly("/contracts/" + subject + "/versions/1");
        Answer refused = shared.post("/events", event(type, BAD)).expect(422);
        assertThat(refused.json().path("errors").findValuesAsText("pointer"))
                .containsExactly("/payload/model/nome", "/payload/model/size", "/payload/model/name", "/payload/stage");
        shared.post("/events", event(type, GOOD)).expect(201);
        shared.post("/events", event(type, TIMED)).expect(422);
        shared.post("/events", event("model.untrained", BAD)).expect(201);
        Answer batch = shared.post(
                        "/events/batch",
                        "[" + event(type, GOOD) + "," + event(type, BAD) + "," + event("other", "[1]") + "]")
                .expect(207);
        assertThat(batch.json().path("items").findValuesAsText("status")).containsExactly("201", "422", "201");
        assertThat(batch.json().path("items").get(1).findValuesAsText("pointer"))
                .contains("/payload/model/nome");

        put(shared, type, V1.replace(" ", "")).expect(200);
        assertThat(put(shared, type, V2).expect(201).json().path("version").asInt())
                .isEqualTo(2);
        shared.post("/events", event(type, TIMED)).expect(201);

        Answer incompatible = put(shared, type, V3).expect(409);
        assertThat(incompatible.json().path("type").asText()).endsWith(":incompatible");
        assertThat(incompatible.json().path("errors").findValuesAsText("pointer"))
                .contains("/fields/1/type/fields", "/fields/1/type/fields/0/type", "/fields/2/type/symbols");
        shared.post("/events", event(type, TIMED)).expect(201);

        JsonNode listed = contract(shared, subject);
        assertThat(listed.path("versions")).hasToString("[1,2]");
        assertThat(listed.path("compatibility").asText()).isEqualTo("FULL_TRANSITIVE");
        JsonNode latest = shared.get("/contracts/" + subject + "/versions/latest")
                .expect(200)
                .json();
        assertThat(latest)
                .isEqualTo(shared.get("/contracts/" + subject + "/versions/2")
                        .expect(200)
                        .json());
        assertThat(latest.path("schema"))
                .isEqualTo(put(shared, type, V2).expect(200).json().path("schema"));
    }

    @Test
    void showsTheContractsOfRecords() throws Exception {
        for (String record : List.of("io.runledger.v1.Artifact", "io.runledger.v1.Event")) {
            assertThat(contract(shared, record).path("kind").asText()).isEqualTo("record");
            assertThat(shared.get("/contracts/" + record + "/versions/1")
                            .expect(200)
                            .json()
                            .path("schema")
                            .path("type")
                            .asText())
                    .isEqualTo("record");
        }
        assertThat(shared.get("/contracts/io.runledger.v1.Event/versions/99")
                        .expect(404)
                        .detail())
                .contains("io.runledger.v1.Event has 1");
        assertThat(shared.get("/contracts/nothing/versions/1").expect(404).detail())
                .contains("io.runledger.v1.Event");
        shared.get("/contracts/nothing/versions/one").expect(400);
    }

    @Test
    void refusesWhatIsNoSchema() throws Exception {
        assertThat(put(shared, "a.b", V1.replace("\"long\"", "\"length\""))
                        .expect(422)
                        .json()
                        .path("errors")
                        .findValuesAsText("pointer"))
                .containsExactly("/fields/0/type/fields/1");
        put(shared, "a.b", "[]").expect(422);
        put(shared, "a.b", "{").expect(400);
        put(shared, "9", V1).expect(400);
        put(shared, "record.erased", V1).expect(409);
    }

    @Test
    void contractsHoldAfterARestartAndWithoutTheRegistry() throws Exception {
        try (TestLedger ledger = TestLedger.on(directory)) {
            put(ledger.api(), "model.trained", V1).expect(201);
        }

        try (TestLedger ledger = TestLedger.on(directory)) {
            LedgerApi api = ledger.api();
            api.post("/events", event("model.trained", BAD)).expect(422);
            api.post("/events", event("model.trained", GOOD)).expect(201);

            ledger.stopRegistry();

            api.post("/events", event("model.trained", BAD)).expect(422);
            api.post("/events", event("model.trained", GOOD)).expect(201);
            api.post("/events", event("model.other", BAD)).expect(201);
            put(api, "model.trained", V2).expect(503);
            api.get("/contracts").expect(503);
        }
    }

    private static Answer put(LedgerApi api, String type, String schema) throws Exception {
        return api.send(
                "PUT",
                "/contracts/payload/" + type,
                BodyPublishers.ofString(schema),
                "Content-Type",
                "application/json");
    }

    private static JsonNode contract(LedgerApi api, String subject) throws Exception {
        JsonNode contracts = api.get("/contracts").expect(200).json().path("contracts");
        for (JsonNode contract : contracts) {
            if (contract.path("subject").asText().equals(subject)) {
                return contract;
            }
        }
        throw new AssertionError(subject + " is not in " + contracts);
    }

    private static String event(String type, String payload) throws Exception {
        ObjectMapper json = new ObjectMapper();
        return json.createObjectNode()
                .put("event_type", type)
                .put("run_id", "run-1")
                .put("producer", "test")
                .put("occurred_at", "2026-11-21T10:00:00Z")
                .set("payload", json.readTree(payload))
                .toString();
    }
}
