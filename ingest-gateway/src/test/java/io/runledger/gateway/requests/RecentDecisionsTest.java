package io.runledger.gateway.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.core.review.Decision;
import io.runledger.core.review.TaskRequest;
import io.runledger.http.ProblemException;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RecentDecisionsTest {
    private final RecentDecisions recent = new RecentDecisions(2, 3, 1_000);

    @Test
    void tellsAllWhoWaitAndThoseWhoComeLater() {
        CompletableFuture<Optional<Decided>> one = recent.await(request(1));
        CompletableFuture<Optional<Decided>> two = recent.await(request(1));

        Decided decided = decide(1, 10);

        assertThat(one).isCompletedWithValue(Optional.of(decided));
        assertThat(two).isCompletedWithValue(Optional.of(decided));
        assertThat(recent.await(request(1))).isCompletedWithValue(Optional.of(decided));
        assertThat(recent.waiters()).isZero();
    }

    @Test
    void takesTheFirstOfDecisionsThatSayTheSame() {
        Decided first = decide(1, 10);
        decide(1, 10);

        assertThat(recent.await(request(1))).isCompletedWithValue(Optional.of(first));
    }

    @Test
    void refusesMoreThanMayWaitAndForgetsWhoLeft() {
        CompletableFuture<Optional<Decided>> one = recent.await(request(1));
        assertThat(recent.await(request(2))).isNotDone();

        assertThatThrownBy(() -> recent.await(request(3)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.status()).isEqualTo(429));
        one.complete(Optional.empty());
        assertThat(recent.await(request(3))).isNotDone();
    }

    @Test
    void keepsTheLastWithinCountAndWeight() {
        for (int i = 0; i < 4; i++) {
            decide(i, 10);
        }
        assertThat(recent.await(request(0))).isNotDone();
        assertThat(recent.await(request(1))).isDone();

        decide(9, 5_000);

        assertThat(recent.await(request(3))).isNotDone();
        assertThat(recent.await(request(9))).isDone();
    }

    @Test
    void letsEverybodyGoWhenItCloses() {
        CompletableFuture<Optional<Decided>> one = recent.await(request(1));

        recent.close();

        assertThat(one).isCompletedWithValue(Optional.empty());
        assertThat(recent.await(request(2))).isCompletedWithValue(Optional.empty());
    }

    @Test
    void knowsADecisionByItsKey() {
        assertThat(DecisionWatch.isDecision(decisionOf(1).bytes())).isTrue();
        for (String other : new String[] {
            "event/r/e-1", "event/r/decision", "event/decision:/x", "artifact/r/decision:00", "event/", "", "event/r"
        }) {
            assertThat(DecisionWatch.isDecision(other.getBytes(StandardCharsets.UTF_8)))
                    .as(other)
                    .isFalse();
        }
        assertThat(DecisionWatch.isDecision(null)).isFalse();
    }

    private static RecordKey request(int i) {
        return new RecordKey(RecordKey.Kind.EVENT, "r", "q-" + i);
    }

    private static RecordKey decisionOf(int i) {
        return new RecordKey(RecordKey.Kind.EVENT, "r", Decision.id(request(i)));
    }

    private Decided decide(int i, int weight) {
        Decided decided = new Decided(
                decisionOf(i).id(),
                new Decision("q-" + i, TaskRequest.DECLARE, null, null, null, null),
                new Position(0, System.nanoTime()),
                weight);
        recent.decided(decisionOf(i), decided);
        return decided;
    }
}
