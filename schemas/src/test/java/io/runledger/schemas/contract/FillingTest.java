package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door fills in, and what of it a retry is held against. */
class FillingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123456Z");
    private static final Arrival ARRIVAL =
            new Arrival(NOW.plusNanos(789), null, null, null, location -> "provider of " + location.length());

    private static final String EVENT = """
            {"event_id": "e", "event_type": "x", "run_id": "r", "producer": "p", "payload": {}}""";
    private static final String ARTIFACT = """
            {"artifact_id": "a", "artifact_type": "report", "title": "A report", "location": "s3://bucket/key", "run_id": "r"}""";

    @Test
    void fillsInWhenAnEventCame() throws Exception {
        Event event = Reading.atDoor(Contract.EVENT, EVENT, ARRIVAL);

        assertThat(event.getOccurredAt()).isEqualTo(NOW);
        assertThat(event.getFilledIn()).containsExactly("occurred_at");
        assertThat(Reading.shown(Contract.EVENT, event)).contains("\"filled_in\":[\"occurred_at\"]");
    }

    @Test
    void fillsInWhatAnArtifactNeedNotSay() throws Exception {
        Arrival arrival = new Arrival(NOW, null, null, null, location -> "s3");

        Artifact artifact = Reading.atDoor(Contract.ARTIFACT, ARTIFACT, arrival);

        assertThat(artifact.getDataClass()).isEqualTo("internal");
        assertThat(artifact.getSourceType()).isEqualTo("system");
        assertThat(artifact.getStatus()).isEqualTo("draft");
        assertThat(artifact.getStorageProvider()).isEqualTo("s3");
        assertThat(artifact.getCreatedBy()).isEqualTo("unknown");
        assertThat(artifact.getFilledIn()).containsExactly("storage_provider", "created_by");
        assertThat(Contract.ARTIFACT.problems(artifact)).isEmpty();
    }

    @Test
    void takesWhatTheHeadersSayForWhatTheProducerSays() throws Exception {
        String anonymous = EVENT.replace("\"producer\": \"p\", ", "");
        Arrival producer = new Arrival(NOW, "curl", null, null, location -> "s3");
        Arrival actor = new Arrival(NOW, "curl", "ana", null, location -> "s3");

        Event event = Reading.atDoor(Contract.EVENT, anonymous, producer);
        assertThat(event.getProducer()).isEqualTo("curl");
        assertThat(event.getFilledIn()).containsExactly("occurred_at");
        assertThat(Reading.atDoor(Contract.ARTIFACT, ARTIFACT, producer).getCreatedBy())
                .isEqualTo("curl");
        Artifact byAna = Reading.atDoor(Contract.ARTIFACT, ARTIFACT, actor);
        assertThat(byAna.getCreatedBy()).isEqualTo("ana");
        assertThat(byAna.getFilledIn()).containsExactly("storage_provider");
    }

    @Test
    void asksForAProducerAndSaysWhereItCanBeNamed() {
        assertThatThrownBy(() -> Reading.atDoor(Contract.EVENT, EVENT.replace("\"producer\": \"p\", ", ""), ARRIVAL))
                .isInstanceOf(ContractViolationException.class)
                .hasMessageContaining("/producer is required; name the program that says so here or in the header"
                        + " Runledger-Producer");
        assertThatThrownBy(() -> Reading.atDoor(
                        Contract.EVENT,
                        EVENT.replace("\"producer\": \"p\", ", ""),
                        new Arrival(NOW, "p\u0007", null, null, location -> "s3")))
                .isInstanceOf(ContractViolationException.class)
                .hasMessageContaining("/producer must be made of");
    }

    @Test
    void asksOnceForALocationThatIsMissing() {
        assertThatThrownBy(() -> Reading.atDoor(
                        Contract.ARTIFACT, ARTIFACT.replace("\"location\": \"s3://bucket/key\", ", ""), ARRIVAL))
                .isInstanceOfSatisfying(ContractViolationException.class, e -> assertThat(e.problems())
                        .extracting(Problem::pointer)
                        .containsExactly("/location"));
    }

    @Test
    void requiresEverythingWhereNothingCanBeFilledIn() throws Exception {
        assertThat(Reading.problems(Contract.EVENT, EVENT))
                .extracting(Problem::pointer)
                .containsExactly("/occurred_at");
        assertThat(Reading.problems(Contract.ARTIFACT, ARTIFACT))
                .extracting(Problem::pointer)
                .containsExactly("/storage_provider", "/created_by");
    }

    /** Serializers write null for what is not set. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "contract_version",
                "event_id",
                "task_id",
                "actor",
                "subject_kind",
                "subject_id",
                "occurred_at",
                "correlation_id",
                "causation_id",
                "redactions",
                "content_kept",
                "filled_in",
                "payload_digest"
            })
    void takesNullForAbsentInAnEvent(String field) throws Exception {
        ObjectNode event = (ObjectNode) JSON.readTree(EVENT);
        event.putNull(field);

        Event read = Reading.atDoor(Contract.EVENT, event.toString(), ARRIVAL);

        if (!field.equals("event_id")) {
            assertThat(read).isEqualTo(Reading.atDoor(Contract.EVENT, EVENT, ARRIVAL));
        }
        assertThat(read.getEventId()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "summary",
                "status",
                "storage_provider",
                "filename",
                "content_type",
                "checksum",
                "size_bytes",
                "data_class",
                "task_id",
                "source_type",
                "created_by",
                "tags",
                "metadata",
                "supersedes",
                "derived_from",
                "redactions"
            })
    void takesNullForAbsentInAnArtifact(String field) throws Exception {
        ObjectNode artifact = (ObjectNode) JSON.readTree(ARTIFACT);
        artifact.putNull(field);
        Arrival arrival = new Arrival(NOW, null, null, null, location -> "s3");

        assertThat(Reading.atDoor(Contract.ARTIFACT, artifact.toString(), arrival))
                .isEqualTo(Reading.atDoor(Contract.ARTIFACT, ARTIFACT, arrival));
    }

    @Test
    void requiresWhatIsRequiredAndNull() throws Exception {
        assertThat(Reading.problems(Contract.EVENT, """
                        {"event_type": null, "run_id": null, "producer": null, "occurred_at": null, "payload": {}}"""))
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "/event_type is required",
                        "/run_id is required",
                        "/producer is required",
                        "/occurred_at is required");
        assertThat(Reading.problems(
                        Contract.ARTIFACT,
                        Samples.ARTIFACT.replace("\"algorithm\": \"sha256\"", "\"algorithm\": null")))
                .extracting(Problem::toString)
                .containsExactly("/checksum/algorithm is required");
        assertThat(Reading.problems(Contract.EVENT, EVENT.replace("\"run_id\"", "\"run_id\": null, \"run_id\"")))
                .extracting(Problem::toString)
                .contains("/run_id appears twice; give each name once");
    }

    @Test
    void holdsARetryAgainstWhatItsProducerSays() throws Exception {
        Event first = Reading.atDoor(Contract.EVENT, EVENT, ARRIVAL);
        Event retry = Reading.atDoor(Contract.EVENT, EVENT, ARRIVAL.at(NOW.plusSeconds(9)));
        Event other = Reading.atDoor(Contract.EVENT, EVENT.replace("\"p\"", "\"q\""), ARRIVAL);
        Event timed = Reading.atDoor(
                Contract.EVENT, EVENT.replace("{}}", "{}, \"occurred_at\": \"2026-01-01T00:00:00Z\"}"), ARRIVAL);

        assertThat(ContentRule.isSame(first, retry)).isTrue();
        assertThat(ContentRule.isSame(timed, retry)).isTrue();
        assertThat(ContentRule.isSame(first, other)).isFalse();
        assertThat(ContentRule.isSame(first, timed)).isFalse();
    }

    /** Whoever writes to Kafka may list any field; only what the door fills in is let pass. */
    @Test
    void believesNoListOfOtherFields() throws Exception {
        Event first = Reading.atDoor(Contract.EVENT, EVENT, ARRIVAL);
        Event forged = Event.newBuilder(first)
                .setTaskId("another")
                .setFilledIn(List.of("task_id", "payload", "filled_in"))
                .build();

        assertThat(ContentRule.isSame(first, forged)).isFalse();
    }

    /** It is noted, so that the same record sent with another credential is the same. */
    @Test
    void fillsInThePrincipalAsWhoCreatedAnArtifactIfNobodyIsNamed() throws Exception {
        Arrival known = new Arrival(NOW, null, null, "ann", location -> "s3");
        Arrival named = new Arrival(NOW, null, "ben", "ann", location -> "s3");

        Artifact ofKnown = Reading.atDoor(Contract.ARTIFACT, ARTIFACT, known);
        Artifact ofNamed = Reading.atDoor(Contract.ARTIFACT, ARTIFACT, named);

        assertThat(ofKnown.getCreatedBy()).isEqualTo("ann");
        assertThat(ofKnown.getFilledIn()).contains("created_by");
        assertThat(ofNamed.getCreatedBy()).isEqualTo("ben");
        assertThat(ofNamed.getFilledIn()).doesNotContain("created_by");
    }
}
