package io.runledger.core.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.seal.Seal;
import io.runledger.v1.Event;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A decision of another ledger's guard is taken as it is, if it is one that views and guard can live with. */
final class CarriedDecisionTest {
    private static final Event REQUEST = Event.newBuilder()
            .setEventId("q1")
            .setEventType(ArtifactRequest.REVIEW.eventType())
            .setRunId("r1")
            .setProducer("tests")
            .setSubjectKind("artifact")
            .setSubjectId("a1")
            .setOccurredAt(Instant.parse("2026-11-21T09:00:00Z"))
            .setPayload("{}")
            .setPayloadDigest(PayloadDigest.of("{}"))
            .build();
    private static final Event DECISION = new Decision(
                    "q1",
                    ArtifactRequest.REVIEW,
                    "fine",
                    "draft",
                    ReviewJson.tree(new ArtifactState(
                            ArtifactStatus.APPROVED,
                            2,
                            "task-1",
                            null,
                            "ada",
                            "2026-11-21T10:00:00Z",
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null)),
                    null)
            .event(REQUEST, Instant.parse("2026-11-21T10:00:00Z"), new Seal("another ledger's"));

    @Test
    void isReadWithoutTheKeyOfItsGuard() {
        assertThat(Decision.readCarried(DECISION).orElseThrow().artifact().revision())
                .isEqualTo(2);
        assertThat(Decision.read(DECISION, new Seal("ours"))).isEmpty();
    }

    static Stream<Event> unsound() {
        assertThat(Contract.EVENT.problems(DECISION)).isEmpty();
        String payload = DECISION.getPayload();
        return Stream.of(
                with(payload.replace("\"revision\":2", "\"revision\":1")),
                with(payload.replace("\"revision\":2", "\"revision\":null")),
                with(payload.replace("\"status\":\"approved\",", "")),
                with(payload.replace("\"status\":\"approved\"", "\"status\":\"excellent\"")),
                with(payload.replace("\"task-1\"", "\"task\\u00001\"")),
                with(payload.replace("\"task-1\"", "\"task\\ud800\"")),
                with(payload.replace("2026-11-21T10:00:00Z", "yesterday")),
                with(payload.replace("\"request_id\":\"q1\"", "\"request_id\":\"q2\"")),
                with(payload.replace("artifact.review_requested", "task.complete_requested")),
                with(payload.replace("{", "{ ")),
                with("[]"),
                with("no JSON"),
                Event.newBuilder(DECISION)
                        .setEventType(ArtifactRequest.ARCHIVE.grantedType())
                        .build(),
                Event.newBuilder(DECISION).setEventType(Decision.REFUSED).build(),
                Event.newBuilder(DECISION).setSubjectKind("task").build(),
                Event.newBuilder(DECISION).setSubjectId(null).build(),
                Event.newBuilder(DECISION).setCausationId("q2").build(),
                Event.newBuilder(DECISION).setEventId("decision:00").build());
    }

    private static Event with(String payload) {
        assertThat(payload).isNotEqualTo(DECISION.getPayload());
        return Event.newBuilder(DECISION).setPayload(payload).build();
    }

    @ParameterizedTest
    @MethodSource("unsound")
    void isRefusedIfNoGuardSaysSo(Event decision) {
        assertThat(Decision.readCarried(decision)).isEmpty();
    }
}
