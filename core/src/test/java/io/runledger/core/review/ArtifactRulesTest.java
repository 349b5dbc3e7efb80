package io.runledger.core.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The moves of an artifact's life, all of them. */
final class ArtifactRulesTest {
    private static final Asked ASKED = new Asked("r1", "ada", null, "2026-11-21T10:00:00.000Z");

    /** As people wrote it down: from, and where a review, an archiving or a successor may lead from there. */
    private static final Map<String, Set<String>> MOVES = Map.of(
            "draft", Set.of("needs-review", "approved", "rejected", "superseded", "archived"),
            "needs-review", Set.of("approved", "rejected", "superseded", "archived"),
            "approved", Set.of("superseded", "archived"),
            "rejected", Set.of("needs-review", "superseded", "archived"),
            "superseded", Set.of("archived"),
            "archived", Set.of());

    private static ArtifactState state(ArtifactStatus status) {
        return new ArtifactState(status, 3, "t1", null, null, null, null, null, null, null, null, null, null);
    }

    private static ArtifactChange change(String json) {
        try {
            return ReviewJson.read(json, ArtifactChange.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Verdict<ArtifactState> decide(ArtifactRequest type, @Nullable ArtifactState state, String change) {
        return ArtifactRules.decide(type, "a1", state, change(change), ASKED, "a2"::equals);
    }

    private static Refusal refused(Verdict<ArtifactState> verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        return ((Verdict.Refused<ArtifactState>) verdict).refusal();
    }

    private static ArtifactState granted(Verdict<ArtifactState> verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Granted.class);
        return ((Verdict.Granted<ArtifactState>) verdict).state();
    }

    @ParameterizedTest
    @EnumSource(ArtifactStatus.class)
    void movesAsItIsWrittenDownAndInNoOtherWay(ArtifactStatus from) {
        List<String> moved = new ArrayList<>();
        for (ArtifactStatus to : ArtifactStatus.values()) {
            Verdict<ArtifactState> verdict =
                    switch (to) {
                        case ARCHIVED -> decide(ArtifactRequest.ARCHIVE, state(from), "{}");
                        case SUPERSEDED -> decide(ArtifactRequest.SUPERSEDE, state(from), "{\"by\":\"a2\"}");
                        default -> decide(ArtifactRequest.REVIEW, state(from), "{\"status\":\"" + to.word() + "\"}");
                    };
            if (verdict instanceof Verdict.Granted<ArtifactState> granted) {
                assertThat(granted.state().status()).isEqualTo(to);
                assertThat(granted.state().revision()).isEqualTo(4);
                moved.add(to.word());
            } else if (to != ArtifactStatus.DRAFT) {
                Refusal refusal = refused(verdict);
                assertThat(refusal.reason()).isEqualTo(Refusal.Reason.ILLEGAL_MOVE);
                assertThat(refusal.from()).isEqualTo(from.word());
                assertThat(refusal.to()).isEqualTo(to.word());
                assertThat(refusal.allowed())
                        .containsExactlyInAnyOrderElementsOf(MOVES.getOrDefault(from.word(), Set.of()));
            }
        }
        assertThat(moved).containsExactlyInAnyOrderElementsOf(MOVES.getOrDefault(from.word(), Set.of("?")));
    }

    @Test
    void keepsWhoDecidedAndWhen() {
        ArtifactState state = granted(
                decide(ArtifactRequest.REVIEW, state(ArtifactStatus.NEEDS_REVIEW), "{\"status\":\"approved\"}"));

        assertThat(state.reviewedBy()).isEqualTo("ada");
        assertThat(state.reviewedAt()).isEqualTo(ASKED.at());
    }

    @Test
    void grantsAtTheNamedRevisionOnly() {
        ArtifactState state = state(ArtifactStatus.DRAFT);

        Refusal refusal = refused(decide(ArtifactRequest.REVIEW, state, "{\"status\":\"approved\",\"revision\":2}"));

        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.STALE_REVISION);
        assertThat(refusal.revision()).isEqualTo(3);
        granted(decide(ArtifactRequest.REVIEW, state, "{\"status\":\"approved\",\"revision\":3}"));
    }

    @Test
    void attachesToTheRunItBelongsToOnly() {
        ArtifactState state = state(ArtifactStatus.DRAFT);

        ArtifactState attached = granted(decide(ArtifactRequest.ATTACH, state, "{\"bundle_id\":\"b1\"}"));
        Refusal foreign = refused(decide(ArtifactRequest.ATTACH, state, "{\"bundle_id\":\"b1\",\"run_id\":\"r2\"}"));

        assertThat(attached.bundleId()).isEqualTo("b1");
        assertThat(attached.taskId()).isEqualTo("t1");
        assertThat(foreign.reason()).isEqualTo(Refusal.Reason.FOREIGN_RUN);
        assertThat(foreign.detail()).contains("derived_from");
    }

    @Test
    void changesWhatIsNamedAndKeepsTheRest() {
        ArtifactState state = granted(
                decide(ArtifactRequest.UPDATE, state(ArtifactStatus.APPROVED), "{\"title\":\"T\",\"tags\":[\"x\"]}"));
        ArtifactState again = granted(decide(ArtifactRequest.UPDATE, state, "{\"metadata\":{\"n\":1}}"));

        assertThat(again.title()).isEqualTo("T");
        assertThat(again.tags()).containsExactly("x");
        assertThat(again.metadata()).hasToString("{\"n\":1}");
        assertThat(again.status()).isEqualTo(ArtifactStatus.APPROVED);
        assertThat(again.revision()).isEqualTo(5);
    }

    @Test
    void refusesWhatMakesNoSense() {
        ArtifactState state = state(ArtifactStatus.APPROVED);

        assertThat(refused(decide(ArtifactRequest.REVIEW, null, "{\"status\":\"approved\"}"))
                        .reason())
                .isEqualTo(Refusal.Reason.UNKNOWN);
        for (Verdict<ArtifactState> verdict : List.of(
                decide(ArtifactRequest.REVIEW, state, "{\"status\":\"archived\"}"),
                decide(ArtifactRequest.REVIEW, state, "{}"),
                decide(ArtifactRequest.SUPERSEDE, state, "{\"by\":\"a1\"}"),
                decide(ArtifactRequest.SUPERSEDE, state, "{\"by\":\"nobody\"}"),
                decide(ArtifactRequest.ATTACH, state, "{\"task_id\":\"t\",\"bundle_id\":\"b\"}"),
                decide(ArtifactRequest.UPDATE, state, "{\"comment\":\"nothing\"}"))) {
            assertThat(refused(verdict).reason()).isEqualTo(Refusal.Reason.MALFORMED);
        }
    }
}
