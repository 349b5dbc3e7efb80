package io.runledger.core.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of what a task lacks. */
final class ProofRulesTest {
    private static final String DELIMITER = ";";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"artifact"}                                |                           |                     | attach an artifact to the task or to its bundle, and have it approved: none is attached yet
            {"type":"artifact","scope":"task"}                 |                           |                     | attach an artifact to the task, and have it approved: none is attached yet
            {"type":"artifact","task_id":"w","artifact_type":"t"} |                        |                     | attach an artifact of the type "t" to task "w", and have it approved: none is attached yet
            {"type":"artifact","scope":"task"}                 |                           | draft               | approve one of the artifacts attached to the task: none is approved yet
            {"type":"artifact","scope":"bundle"}               |                           | rejected;needs-review | approve one of the artifacts attached to the task or to its bundle: none is approved yet
            {"type":"artifact"}                                |                           | archived;rejected   | attach an artifact to the task or to its bundle and have it approved, or send a rejected one to review again: none that is attached is approved
            {"type":"artifact","scope":"task"}                 |                           | archived;superseded | attach an artifact to the task and have it approved: those attached are archived or superseded
            {"type":"file"}                                    |                           | approved            | register a file for the task, or name one of its run (files) when completing it: an artifact does not count as a file
            {"type":"url"}                                     |                           |                     | give the link that proves it (url) when completing it
            {"type":"comment"}                                 |                           |                     | give a comment when completing it
            {"type":"external-status"}                         |                           |                     | give the status that was reached elsewhere (external_status) when completing it
            {"type":"none","required_link_name":"PR"}          |                           |                     | give a link (url) that is called "PR" (link_name) when completing it
            {"type":"none","required_link_name":"PR"}          | {"url":"https://e.org"}   |                     | call the link "PR" (link_name)
            {"type":"url","required_link_name":"PR"}           |                           |                     | give the link that proves it (url) when completing it;call the link "PR" (link_name)
            """)
    void saysWhatToDo(String requirement, @Nullable String proof, @Nullable String attached, String said)
            throws JsonProcessingException {
        List<Evidence.Candidate> artifacts = attached == null
                ? List.of()
                : Arrays.stream(attached.split(DELIMITER, -1))
                        .map(status -> new Evidence.Candidate(
                                "a-" + status, ArtifactStatus.of(status).orElseThrow()))
                        .toList();

        List<Blocker> blockers = ProofRules.blockers(
                ReviewJson.read(requirement, ProofRequirement.class),
                proof == null ? Proof.NOTHING : ReviewJson.read(proof, Proof.class),
                new Evidence(artifacts, List.of()));

        assertThat(blockers).extracting(Blocker::detail).containsExactly(said.split(DELIMITER, -1));
        assertThat(blockers)
                .filteredOn(blocker -> blocker.requirement().equals("artifact"))
                .allSatisfy(blocker -> assertThat(blocker.artifacts()).isEqualTo(attached == null ? null : artifacts));
    }
}
