package io.runledger.endtoend.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two people decide about the same revision at the same moment. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@ExtendWith(OwnLedger.class)
public final class TwoReviewersIT {
    private static final int ROUNDS = Integer.getInteger("runledger.review.rounds", 100);
    private static final int RUNS = 10;

    private final LedgerApi api;

    TwoReviewersIT(TestLedger ledger) {
        this.api = ledger.api();
    }

    @Test
    void exactlyOneWinsAndTheOtherIsToldWhatStands() throws Exception {
        ExecutorService reviewers = Executors.newFixedThreadPool(2);
        CyclicBarrier together = new CyclicBarrier(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                String artifact = "/runs/race-" + round % RUNS + "/artifacts/a" + round;
                register(round);
                boolean names = round % 2 == 0;
                Future<LedgerApi.Answer> approving =
                        reviewers.submit(review(together, artifact, "approved", "ada", names));
                Future<LedgerApi.Answer> rejecting =
                        reviewers.submit(review(together, artifact, "rejected", "ben", names));

                List<LedgerApi.Answer> answers = List.of(approving.get(), rejecting.get());

                assertThat(answers)
                        .as("round %s", round)
                        .filteredOn(answer -> answer.status() == 200)
                        .hasSize(1);
                assertThat(answers)
                        .filteredOn(answer -> answer.status() != 200)
                        .singleElement()
                        .satisfies(loser -> assertThat(loser.status()).isEqualTo(names ? 412 : 409));
                JsonNode won = answers.stream()
                        .filter(answer -> answer.status() == 200)
                        .findFirst()
                        .orElseThrow()
                        .json();
                JsonNode moves = api.get(artifact + "/history?at_least="
                                + won.path("position").asText())
                        .expect(200)
                        .json()
                        .path("moves");
                assertThat(moves).hasSize(1);
                assertThat(moves.path(0).path("to").asText())
                        .isEqualTo(won.path("state").path("status").asText());
            }
        } finally {
            reviewers.shutdownNow();
        }
    }

    private Callable<LedgerApi.Answer> review(
            CyclicBarrier together, String artifact, String status, String actor, boolean namesRevision) {
        String[] headers = Stream.concat(
                        Stream.of("Content-Type", "application/json"),
                        namesRevision ? Stream.of("If-Match", "\"1\"") : Stream.of())
                .toArray(String[]::new);
        return () -> {
            together.await(10, TimeUnit.SECONDS);
            return api.send(
                    "POST",
                    artifact + "/review",
                    BodyPublishers.ofString("{\"status\": \"" + status + "\", \"actor\": \"" + actor + "\"}"),
                    headers);
        };
    }

    private void register(int round) throws Exception {
        api.post("/artifacts", """
                        {"artifact_id": "a%s", "run_id": "race-%s", "artifact_type": "report", "title": "A report",
                         "status": "needs-review", "storage_provider": "s3", "location": "s3://bucket/%s",
                         "data_class": "public", "source_type": "manual-link", "created_by": "tests"}""".formatted(round, round % RUNS, round)).expect(201);
    }
}
