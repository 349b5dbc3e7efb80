package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void readsEveryFieldOfAnEvent() {
        Event event = Samples.event();

        assertThat(event.getEventId()).isEqualTo("e-1");
        assertThat(event.getTaskId()).isEqualTo("a task/with a slash");
        assertThat(event.getOccurredAt()).isEqualTo(Instant.parse("2026-11-21T10:00:00.000001Z"));
        assertThat(event.getPayload()).isEqualTo("{\"a\":\"é\",\"b\":[1,2.5]}");
        assertThat(event.getPayloadDigest()).isEqualTo(PayloadDigest.of(event.getPayload()));
        assertThat(event.getRedactions()).isEmpty();
        assertThat(Contract.EVENT.problems(event)).isEmpty();
    }

    @Test
    void readsEveryFieldOfAnArtifact() {
        Artifact artifact = Samples.artifact();

        assertThat(artifact.getStatus()).isEqualTo("needs-review");
        assertThat(artifact.getSizeBytes()).isEqualTo(9007199254740993L);
        assertThat(artifact.getChecksum().getAlgorithm()).isEqualTo("sha256");
        assertThat(artifact.getDerivedFrom().getArtifactId()).isEqualTo("a-9");
        assertThat(artifact.getTags()).containsExactly("x", "y");
        assertThat(artifact.getMetadata()).isEqualTo("{\"pages\":3}");
        assertThat(Contract.ARTIFACT.problems(artifact)).isEmpty();
    }

    @Test
    void showsWhatItRead() throws Exception {
        ObjectNode event = (ObjectNode) JSON.readTree(Reading.shown(Contract.EVENT, Samples.event()));
        assertThat(event.remove("payload_digest").asText()).hasSize(64);
        assertThat(event.remove("redactions")).isEmpty();
        assertThat(event).isEqualTo(JSON.readTree(Samples.EVENT));

        ObjectNode artifact = (ObjectNode) JSON.readTree(Reading.shown(Contract.ARTIFACT, Samples.artifact()));
        artifact.remove("redactions");
        assertThat(artifact).isEqualTo(JSON.readTree(Samples.ARTIFACT));
    }

    @Test
    void makesWhatIsAbsentAndHasADefault() throws Exception {
        Event event = Reading.of(Contract.EVENT, """
                {"event_type": "x", "run_id": "r", "producer": "p", "occurred_at": "2026-11-21T10:00:00Z",
                 "payload": null, "task_id": null}""");

        assertThat(event.getContractVersion()).isEqualTo("v1");
        assertThat(UUID.fromString(event.getEventId()).version()).isEqualTo(7);
        assertThat(event.getTaskId()).isNull();
        assertThat(event.getPayload()).isEqualTo("null");
    }

    @Test
    void givesIdsInTheOrderOfTime() throws Exception {
        String json = Samples.EVENT.replace("\"event_id\": \"e-1\",", "");
        String first = Reading.of(Contract.EVENT, json).getEventId();
        String second = Reading.of(Contract.EVENT, json).getEventId();

        assertThat(first).isNotEqualTo(second);
        assertThat(second.substring(0, 13)).isGreaterThanOrEqualTo(first.substring(0, 13));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"event_id\": \"e-1\" | \"event_id\": \"\" | /event_id | must not be empty",
                "\"event_id\": \"e-1\" | \"event_id\": \"a b\" | /event_id | must be made of",
                "\"event_id\": \"e-1\" | \"event_id\": \"-a\" | /event_id | beginning with a letter or digit",
                "\"run_id\": \"run-7\" | \"run_id\": null | /run_id | is required",
                "\"event_id\": \"e-1\" | \"event_id\": 7 | /event_id | must be a string",
                "\"run_id\": \"run-7\" | \"run\": \"run-7\" | /run | is not a field of Event",
                "\"run_id\": \"run-7\" | \"redactions\": [] | /redactions | is set by the ledger",
                "\"actor\": \"ana\" | \"payload_digest\": \"00\" | /payload_digest | is set by the ledger",
                "\"actor\": \"ana\" | \"run_id\": \"run-8\" | /run_id | appears twice",
                "\"actor\": \"ana\" | \"actor\": \"ana \" | /actor | no space at either end",
                "\"actor\": \"ana\" | \"actor\": \"a\\u0007\" | /actor | no control characters",
                "\"event_type\": \"run.started\" | \"event_type\": \"run started\" | /event_type | letters, digits",
                "\"contract_version\": \"v1\" | \"contract_version\": \"v2\" | /contract_version | must be one of: v1",
                "2026-11-21T10:00:00.000001Z | yesterday | /occurred_at | RFC 3339",
                "\"2026-11-21T10:00:00.000001Z\" | 1763719200 | /occurred_at | must be a string",
                "2.50 | 1e999 | /payload/b/1 | double precision"
            })
    void pointsAtWhatIsWrongWithAnEvent(String right, String wrong, String pointer, String detail) throws Exception {
        List<Problem> problems = Reading.problems(Contract.EVENT, Samples.EVENT.replace(right, wrong));

        assertThat(problems)
                .filteredOn(problem -> problem.pointer().equals(pointer))
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail()).contains(detail));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"value\": \"00ff\" | \"value\": \"00FF\" | /checksum/value | lower-case hexadecimal",
                "\"value\": \"00ff\" | \"value\": \"00f\" | /checksum/value | an even number",
                "\"value\": \"00ff\" | \"valu\": \"00ff\" | /checksum/value | is required",
                "\"sha256\" | \"crc32\" | /checksum/algorithm | must be one of",
                "{\"algorithm\": \"sha256\", \"value\": \"00ff\"} | \"00ff\" | /checksum | must be an object",
                "9007199254740993 | -1 | /size_bytes | must not be negative",
                "9007199254740993 | 1.5 | /size_bytes | whole number",
                "9007199254740993 | 9223372036854775808 | /size_bytes | whole number",
                "[\"x\", \"y\"] | [\"x\", 5] | /tags/1 | must be a string",
                "[\"x\", \"y\"] | [5, \"\"] | /tags/1 | must not be empty",
                "[\"x\", \"y\"] | \"x\" | /tags | must be an array",
                "{\"pages\": 3} | [3] | /metadata | must be an object",
                "{\"pages\": 3} | {\"pages\": {\"a\": 1, \"a\": 2}} | /metadata/pages | twice",
                "\"needs-review\" | \"approved\" | /status | must be one of: draft, needs-review",
                "\"artifact_id\": \"a-9\" | \"artifact_id\": \"a/9\" | /derived_from/artifact_id | must be made of"
            })
    void pointsAtWhatIsWrongWithAnArtifact(String right, String wrong, String pointer, String detail) throws Exception {
        List<Problem> problems = Reading.problems(Contract.ARTIFACT, Samples.ARTIFACT.replace(right, wrong));

        assertThat(problems)
                .filteredOn(problem -> problem.pointer().equals(pointer))
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail()).contains(detail));
    }

    @Test
    void namesEveryProblemAtOnce() throws Exception {
        List<Problem> problems = Reading.problems(
                Contract.EVENT, "{\"event_id\": \"\", \"colour\": {\"deep\": [1]}, \"payload\": [1e999, \"\\ud800\"]}");

        assertThat(problems)
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder(
                        "/event_id",
                        "/colour",
                        "/payload/0",
                        "/payload/1",
                        "/event_type",
                        "/run_id",
                        "/producer",
                        "/occurred_at");
    }

    @Test
    void limitsMetadataAndTags() throws Exception {
        String large = "{\"a\": \"" + "x".repeat(16_384) + "\"}";
        String many = "[" + "\"x\",".repeat(100) + "\"x\"]";

        assertThat(Reading.problems(Contract.ARTIFACT, Samples.ARTIFACT.replace("{\"pages\": 3}", large)))
                .containsExactly(new Problem("/metadata", "is longer than 16384 characters"));
        assertThat(Reading.problems(Contract.ARTIFACT, Samples.ARTIFACT.replace("[\"x\", \"y\"]", many)))
                .containsExactly(new Problem("/tags", "has more than 100 items"));
    }

    @Test
    void findsTheSameProblemsInRecordsThatCameByKafka() {
        Event event = Event.newBuilder(Samples.event())
                .setContractVersion("v9")
                .setRunId("a/b")
                .setPayload("{\"a\":")
                .setTaskId("")
                .build();
        Artifact artifact = Artifact.newBuilder(Samples.artifact())
                .setMetadata("[]")
                .setSizeBytes(-1L)
                .setTags(List.of("fine", " not"))
                .build();

        assertThat(Contract.EVENT.problems(event))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder("/contract_version", "/run_id", "/payload", "/task_id");
        assertThat(Contract.ARTIFACT.problems(artifact))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder("/metadata", "/size_bytes", "/tags/1");
    }
}
