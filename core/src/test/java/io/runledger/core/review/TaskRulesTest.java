package io.runledger.core.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.runledger.core.review.ProofRequirement.Scope;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a task asks for before it may be completed. */
final class TaskRulesTest {
    private static final Asked ASKED = new Asked("r1", "ada", null, "2026-11-21T10:00:00.000Z");
    private static final Evidence NONE = new Evidence(List.of(), List.of());

    private static TaskChange change(String json) {
        try {
            return ReviewJson.read(json.replace('\'', '"'), TaskChange.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static TaskState declared(String requirement) {
        Verdict<TaskState> verdict = TaskRules.decide(
                TaskRequest.DECLARE, "t1", null, change("{'proof_requirement':" + requirement + "}"), ASKED, NONE);
        return ((Verdict.Granted<TaskState>) verdict).state();
    }

    private static Verdict<TaskState> complete(@Nullable TaskState state, String proof, Evidence evidence) {
        return TaskRules.decide(TaskRequest.COMPLETE, "t1", state, change(proof), ASKED, evidence);
    }

    private static List<String> blockedBy(Verdict<TaskState> verdict) {
        if (verdict instanceof Verdict.Refused<TaskState> refused) {
            assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.BLOCKED);
            List<Blocker> blockers = refused.refusal().blockedBy();
            assertThat(blockers).isNotEmpty();
            return blockers == null
                    ? List.of()
                    : blockers.stream().map(Blocker::requirement).toList();
        }
        return List.of();
    }

    private static Evidence attached(ArtifactStatus... statuses) {
        return new Evidence(
                Arrays.stream(statuses)
                        .map(status -> new Evidence.Candidate("a-" + status.word(), status))
                        .toList(),
                List.of());
    }

    @ParameterizedTest
    @EnumSource(ArtifactStatus.class)
    void onlyAnApprovedArtifactCounts(ArtifactStatus status) {
        TaskState task = declared("{'type':'artifact'}");

        List<String> blocked = blockedBy(complete(task, "{}", attached(status)));

        assertThat(blocked.isEmpty()).isEqualTo(status == ArtifactStatus.APPROVED);
        assertThat(blockedBy(complete(task, "{}", attached(status, ArtifactStatus.APPROVED))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'type':'none'}                                            | {}                                       |
            {'type':'url'}                                             | {}                                       | url
            {'type':'url'}                                             | {'url':' '}                              | url
            {'type':'url'}                                             | {'url':'https://example.org/x'}          |
            {'type':'comment'}                                         | {'url':'https://example.org/x'}          | comment
            {'type':'comment'}                                         | {'comment':'done'}                       |
            {'type':'external-status'}                                 | {'comment':'done'}                       | external-status
            {'type':'external-status'}                                 | {'external_status':'merged'}             |
            {'type':'none','required_link_name':'PR'}                  | {'url':'https://e.org'}                  | link-name
            {'type':'none','required_link_name':'PR'}                  | {'link_name':'PR'}                       | link-name
            {'type':'none','required_link_name':'PR'}                  | {'link_name':'PR','url':'https://e.org'} |
            {'type':'file'}                                            | {'comment':'there is one'}               | file
            {'type':'url','requires_file':true}                        | {'url':'https://e.org'}                  | file
            """)
    void asksForWhatTheTaskSays(String requirement, String proof, @Nullable String blocker) {
        List<String> blocked = blockedBy(complete(declared(requirement), proof, NONE));

        assertThat(blocked).isEqualTo(blocker == null ? List.of() : List.of(blocker));
    }

    @Test
    void aFileIsNoArtifactAndAnArtifactNoFile() {
        Evidence file = new Evidence(List.of(), List.of("f1"));
        Evidence approved = attached(ArtifactStatus.APPROVED);

        assertThat(blockedBy(complete(declared("{'type':'artifact'}"), "{}", file)))
                .containsExactly("artifact");
        assertThat(blockedBy(complete(declared("{'type':'file'}"), "{}", approved)))
                .containsExactly("file");
        assertThat(blockedBy(complete(declared("{'type':'file'}"), "{}", file))).isEmpty();
        assertThat(blockedBy(complete(declared("{'type':'artifact','requires_file':true}"), "{}", approved)))
                .containsExactly("file");
        assertThat(blockedBy(complete(declared("{'type':'artifact','requires_file':true}"), "{}", NONE)))
                .containsExactly("artifact", "file");
    }

    @Test
    void whatSaysNothingOfItsScopeIsDeclaredForTheTask() throws JsonProcessingException {
        assertThat(declared("{'type':'artifact'}").proofRequirement().scope()).isEqualTo(Scope.TASK);
        assertThat(declared("{'type':'artifact','scope':'bundle'}")
                        .proofRequirement()
                        .scope())
                .isEqualTo(Scope.BUNDLE);
        assertThat(declared("{'type':'url'}").proofRequirement().scope()).isNull();

        ProofRequirement before = ReviewJson.read("{\"type\":\"artifact\"}", ProofRequirement.class);
        assertThat(before.bundle("b"))
                .as("a declaration that was decided before")
                .isEqualTo("b");
        assertThat(declared("{'type':'artifact'}").proofRequirement().bundle("b"))
                .isNull();
    }

    @Test
    void isCompletedOnceAndThenStays() {
        Verdict<TaskState> verdict = complete(declared("{'type':'comment'}"), "{'comment':'done'}", NONE);

        TaskState completed = ((Verdict.Granted<TaskState>) verdict).state();

        assertThat(completed.completed()).isTrue();
        assertThat(completed.revision()).isEqualTo(2);
        assertThat(completed.completedBy()).isEqualTo("ada");
        for (TaskRequest type : List.of(TaskRequest.COMPLETE, TaskRequest.DECLARE)) {
            Verdict<TaskState> again = TaskRules.decide(type, "t1", completed, change("{}"), ASKED, NONE);
            assertThat(((Verdict.Refused<TaskState>) again).refusal().reason()).isEqualTo(Refusal.Reason.ILLEGAL_MOVE);
        }
    }

    @Test
    void mustBeDeclaredFirst() {
        Verdict<TaskState> verdict = complete(null, "{}", NONE);

        assertThat(((Verdict.Refused<TaskState>) verdict).refusal().reason()).isEqualTo(Refusal.Reason.UNKNOWN);
    }
}
