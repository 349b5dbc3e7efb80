package io.runledger.endtoend.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.endtoend.ledger.LedgerProcess;
import io.runledger.endtoend.ledger.TestLedger;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gateway writes with the serializer that is named, as a process of its own. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class ForeignSerializerIT {
    @Test
    void writesEventsAndArtifactsWithAnotherSerializerOfTheWireFormat(@TempDir Path data) throws Exception {
        int registryPort = TestLedger.freePort();
        Map<String, String> apicurio = Map.of(
                "KAFKA_VALUE_SERIALIZER",
                "io.apicurio.registry.serde.avro.AvroKafkaSerializer",
                "KAFKA_APICURIO_REGISTRY_URL",
                "http://127.0.0.1:" + registryPort + "/apis/registry/v2",
                "KAFKA_APICURIO_REGISTRY_AS__CONFLUENT",
                "true",
                "KAFKA_APICURIO_REGISTRY_USE__ID",
                "contentId",
                "KAFKA_APICURIO_REGISTRY_HEADERS_ENABLED",
                "false",
                "KAFKA_APICURIO_REGISTRY_AUTO__REGISTER",
                "false",
                "KAFKA_APICURIO_REGISTRY_FIND__LATEST",
                "true",
                "KAFKA_APICURIO_REGISTRY_ARTIFACT__RESOLVER__STRATEGY",
                "io.apicurio.registry.serde.avro.strategy.QualifiedRecordIdStrategy");

        try (LedgerProcess process = LedgerProcess.start(data, registryPort, apicurio)) {
            JsonNode event = process.api().post("/events", """
                    {"event_id": "e1", "run_id": "foreign", "event_type": "t", "producer": "tests",
                     "occurred_at": "2026-11-21T10:00:00.123456Z", "payload": {"a": [1, "ü"]}}""").expect(201).json();
            JsonNode artifact =
                    process.api().post("/artifacts", """
                    {"artifact_id": "a1", "run_id": "foreign", "artifact_type": "report", "title": "A report",
                     "storage_provider": "external-url", "location": "https://example.org/report", "data_class": "public",
                     "source_type": "manual-link", "created_by": "tests"}""").expect(201).json();

            String at = "?at_least=" + event.path("position").asText();
            assertThat(process.api()
                            .get("/runs/foreign/events/e1" + at)
                            .expect(200)
                            .json())
                    .isEqualTo(event);
            at = "?at_least=" + artifact.path("position").asText();
            assertThat(process.api()
                            .get("/runs/foreign/artifacts/a1" + at)
                            .expect(200)
                            .json())
                    .isEqualTo(((ObjectNode) artifact).put("revision", 1));
        }
    }

    @Test
    void saysInOneLineThatTheNamedClassIsNotThere(@TempDir Path data) {
        assertThatThrownBy(() -> LedgerProcess.start(data, 0, Map.of("KAFKA_VALUE_SERIALIZER", "com.example.Missing"))
                        .close())
                .hasMessageContaining("ended without saying Runledger is ready")
                .satisfies(failure -> assertThat(
                                String.valueOf(failure.getMessage()).lines())
                        .filteredOn(line -> line.startsWith("runledger: "))
                        .singleElement()
                        .asString()
                        .contains("com.example.Missing", "KAFKA_VALUE_SERIALIZER", "RUNLEDGER_EXTRA_CLASSPATH"));
    }
}
