package io.runledger.core.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.v1.Event;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A decision is one event for each request, and nobody else can write it. */
final class DecisionTest {
    private static final Seal SEAL = new Seal("a secret");
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");

    private static Event request(String id) {
        return Event.newBuilder()
                .setEventId(id)
                .setEventType(ArtifactRequest.REVIEW.eventType())
                .setRunId("r1")
                .setProducer("tests")
                .setActor("ada")
                .setSubjectKind("artifact")
                .setSubjectId("a1")
                .setOccurredAt(Instant.parse("2026-11-21T09:00:00Z"))
                .setPayload("{\"status\":\"approved\"}")
                .setPayloadDigest(PayloadDigest.of("{\"status\":\"approved\"}"))
                .build();
    }

    private static Decision granted() {
        return new Decision("q1", ArtifactRequest.REVIEW, "fine", "draft", ReviewJson.tree(state()), null);
    }

    private static ArtifactState state() {
        return new ArtifactState(
                ArtifactStatus.APPROVED,
                2,
                "t1",
                null,
                "ada",
                "2026-11-21T10:00:00.123Z",
                null,
                null,
                null,
                null,
                null,
                List.of("x"),
                null);
    }

    @Test
    void isTheSameEventWheneverItIsMade() {
        Event once = granted().event(request("q1"), AT, SEAL);
        Event again = granted().event(request("q1"), AT, new Seal("a secret"));

        assertThat(again).isEqualTo(once);
        assertThat(once.getEventId()).isEqualTo(Decision.id(RecordKey.of(request("q1"))));
        assertThat(once.getEventType()).isEqualTo("artifact.reviewed");
        assertThat(Contract.EVENT.problems(once)).isEmpty();
        assertThat(PayloadDigest.matches(once)).isTrue();
    }

    @Test
    void isReadAsItWasMade() throws JsonProcessingException {
        Decision refused = new Decision(
                "q1",
                ArtifactRequest.REVIEW,
                null,
                "archived",
                null,
                new Refusal(
                        Refusal.Reason.ILLEGAL_MOVE,
                        "no",
                        7L,
                        "archived",
                        "approved",
                        List.of(),
                        List.of(new Blocker(
                                "file", "d", List.of(new Evidence.Candidate("a", ArtifactStatus.NEEDS_REVIEW))))));

        assertThat(Decision.read(granted().event(request("q1"), AT, SEAL), SEAL))
                .hasValueSatisfying(decision -> {
                    assertThat(decision.requestType()).isEqualTo(ArtifactRequest.REVIEW);
                    assertThat(decision.comment()).isEqualTo("fine");
                    assertThat(decision.from()).isEqualTo("draft");
                    assertThat(decision.artifact()).isEqualTo(state());
                });
        Event event = refused.event(request("q1"), AT, SEAL);
        assertThat(event.getEventType()).isEqualTo("request.refused");
        assertThat(Decision.read(event, SEAL)).contains(refused);
    }

    @Test
    void isNotBelievedIfAnythingAboutItIsForged() {
        Event event = granted().event(request("q1"), AT, SEAL);
        assertThat(Contract.EVENT.problems(event)).isEmpty();

        assertThat(Decision.read(event, new Seal("another secret"))).isEmpty();
        for (UnaryOperator<Event.Builder> forgery : List.<UnaryOperator<Event.Builder>>of(
                e -> e.setPayload(event.getPayload().replace("approved", "archived")),
                e -> e.setPayload("{}"),
                e -> e.setPayload("not JSON"),
                e -> e.setPayload("[1]"),
                e -> e.setSubjectId("a2"),
                e -> e.setRunId("r2"),
                e -> e.setActor("eve"),
                e -> e.setProducer("eve"),
                e -> e.setTaskId("t2"),
                e -> e.setOccurredAt(AT.plusSeconds(1)),
                e -> e.setCorrelationId("other"),
                e -> e.setRedactions(List.of("/state")),
                e -> e.setEventType("task.completed"),
                e -> e.setEventId("e1"),
                e -> e.setCausationId("q2"),
                e -> e.setCausationId(null))) {
            Event forged = forgery.apply(Event.newBuilder(event)).build();
            assertThat(Decision.read(forged, SEAL)).as("%s", forged).isEmpty();
        }
    }
}
