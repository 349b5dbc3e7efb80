package io.runledger.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever mends one thing is not told of the next one only then. */
class AllAtOnceTest {
    @Test
    void tellsTheStoragePolicyWithTheContract() throws Exception {
        try (DoorFixture door = new DoorFixture(true)) {
            JsonNode refused = refused(door.post("/artifacts", """
                    {"artifact_type": "a b", "location": "https://example.org/r?X-Amz-Signature=00", "storage_provider": "s4",
                     "filename": "../x", "checksum": {"algorithm": "md5", "value": "00"}, "run_id": "r",
                     "metadata": {"url": "https://example.org/?access_token=x"}, "size_bytes": -1}"""));

            assertThat(pointers(refused))
                    .containsExactlyInAnyOrder(
                            "/artifact_type",
                            "/title",
                            "/location",
                            "/storage_provider",
                            "/filename",
                            "/checksum/value",
                            "/metadata/url",
                            "/size_bytes");
            assertThat(refused.path("detail").asText()).isEqualTo("8 problems");
            assertThat(refused.path("reasons").toString()).isEqualTo("[\"signed-url\",\"signed-url\"]");
            assertThat(refused.path("type").asText()).endsWith("contract-violation");
        }
    }

    @Test
    void tellsOfDecisionsAndSecretsToo() throws Exception {
        try (DoorFixture door = new DoorFixture(true, Map.of("RUNLEDGER_REDACTION", "reject"))) {
            JsonNode refused = refused(door.post("/events", """
                    {"event_type": "task.completed", "run_id": "a b", "producer": "p",
                     "payload": {"password": "hunter2-and-more"}}"""));

            assertThat(pointers(refused)).containsExactlyInAnyOrder("/event_type", "/run_id", "/payload/password");
            assertThat(refused.path("rules")).hasSize(1);
            assertThat(refused.toString()).doesNotContain("hunter2");
        }
    }

    @Test
    void tellsOfAFilesAddressWithItsFields() throws Exception {
        try (DoorFixture door = new DoorFixture(true)) {
            JsonNode refused = refused(door.post("/files", """
                    {"run_id": "r", "filename": "..", "storage_uri": "https://example.org/?X-Goog-Signature=0",
                     "content_type": "pdf"}"""));

            assertThat(pointers(refused)).containsExactlyInAnyOrder("/filename", "/storage_uri", "/content_type");
        }
    }

    @Test
    void listsAHundredOfThem() throws Exception {
        StringBuilder many = new StringBuilder("{\"run_id\": \"r\"");
        for (int i = 0; i < 300; i++) {
            many.append(",\"x").append(i).append("\":1");
        }
        try (DoorFixture door = new DoorFixture(true)) {
            JsonNode refused = refused(door.post("/events", many + "}"));

            assertThat(pointers(refused)).hasSize(100);
            assertThat(refused.path("detail").asText()).isEqualTo("303 problems, these are the first");
        }
    }

    @Test
    void takesNullForAbsentInRequests() throws Exception {
        try (DoorFixture door = new DoorFixture(true)) {
            HttpResponse<String> file = door.post("/files", """
                    {"run_id": "r", "filename": "r.pdf", "storage_uri": "s3://bucket/r.pdf", "content_type": null,
                     "request_id": null, "file_id": null, "task_id": null, "size_bytes": null, "checksum": null,
                     "actor": null, "occurred_at": null, "correlation_id": null}""");
            assertThat(file.statusCode()).as(file.body()).isEqualTo(201);

            JsonNode refused = refused(door.post("/files", "{\"run_id\": \"r\", \"filename\": null}"));
            assertThat(refused.path("errors").toString())
                    .contains("\"/filename\"", "\"/storage_uri\"", "is required")
                    .doesNotContain("must not be null");
        }
    }

    private static JsonNode refused(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        return DoorFixture.json(answer);
    }

    private static List<String> pointers(JsonNode refused) {
        List<String> pointers = new ArrayList<>();
        refused.path("errors")
                .forEach(error -> pointers.add(error.path("pointer").asText()));
        return pointers;
    }
}
