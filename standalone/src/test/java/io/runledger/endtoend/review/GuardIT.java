package io.runledger.endtoend.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.core.review.ArtifactRequest;
import io.runledger.core.review.Decision;
import io.runledger.core.review.Refusal;
import io.runledger.core.review.RequestType;
import io.runledger.core.review.TaskRequest;
import io.runledger.endtoend.ledger.ChildProcess;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.RandomRequests;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.endtoend.ledger.Verdicts;
import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.guard.GuardConfig;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guard as a process of its own before a real log: killed, robbed of what it keeps, and there twice. */
@Timeout(value = 900, unit = TimeUnit.SECONDS)
final class GuardIT {
    @RegisterExtension
    static final OwnLedger LEDGER = OwnLedger.undecided();

    private static final Logger LOG = LoggerFactory.getLogger(GuardIT.class);
    private static final int KILLS = Integer.getInteger("runledger.guard.kills", 3);
    private static final int REQUESTS = Integer.getInteger("runledger.guard.requests", 300);
    private static final long SEED = Long.getLong("runledger.guard.seed", System.nanoTime());

    private static final String CHANGELOG = GuardConfig.APPLICATION_ID + "-guard-changelog";

    /** About as long as it takes from its start to its first decision; one kill of so many comes before that. */
    private static final int START_MILLIS = 3_000;

    private static final int KILLED_WHILE_STARTING = 4;

    private final TestLedger ledger;
    private final Random random = new Random(SEED);

    @TempDir
    private Path directory = Path.of("");

    GuardIT(TestLedger ledger) {
        this.ledger = ledger;
    }

    private enum Lost {
        OFFSETS,
        STORE_AND_CHANGELOG,
        OFFSETS_TOO,
        OFFSETS_TOO_BEHIND_A_COMPACTED_LOG;

        private final String run = "before-" + name();

        Event ask(RequestType type, String subject, String id, String payload) {
            return RandomRequests.ask(type, run, subject, id, payload);
        }
    }

    @Test
    void killedAtRandomItGivesEveryRequestOneVerdictForEver() throws Exception {
        RandomRequests requests = new RandomRequests("killed", random);
        int share = REQUESTS / (KILLS + 1);
        try (Verdicts verdicts = Verdicts.follow(ledger);
                Asking asking = new Asking(ledger, requests, new Random(SEED))) {
            int interrupted = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                Future<?> asks = asking.ask(share, kill / 2);
                try (ChildProcess guard = start("guard-1")) {
                    if (kill % KILLED_WHILE_STARTING == KILLED_WHILE_STARTING - 1) {
                        guard.runFor(Duration.ofMillis(random.nextInt(START_MILLIS)));
                    } else {
                        int enough = verdicts.count() + 1 + random.nextInt(share * 9 / 10);
                        await().atMost(Duration.ofSeconds(60))
                                .pollInterval(Duration.ofMillis(1))
                                .until(() -> isDeciding(guard, verdicts, enough));
                    }
                    guard.kill();
                }
                asks.get(60, TimeUnit.SECONDS);
                interrupted += asking.asked().size() > verdicts.count() ? 1 : 0;
            }
            try (ChildProcess guard = start("guard-1")) {
                asking.ask(REQUESTS - KILLS * share, KILLS / 2).get(60, TimeUnit.SECONDS);
                verdicts.awaitDecided(asking.asked(), guard::assertRuns);
            }
            verdicts.awaitEnd();

            LOG.info(
                    "{} kills, {} of them before all was decided; {} requests, {} decisions on the log, seed {}",
                    KILLS,
                    interrupted,
                    asking.asked().size(),
                    verdicts.copies(),
                    SEED);
            assertThat(asking.asked()).hasSize(REQUESTS);
            verdicts.assertOneEach();
            assertToldTheSame(asking.asked(), verdicts);
            Map<String, String> live = answers(verdicts);
            ledger.replay();
            assertThat(answers(verdicts)).isEqualTo(live);
        }
    }

    @Test
    void whatItLostItTakesFromTheLog() throws Exception {
        RandomRequests requests = new RandomRequests("lost", random);
        try (Verdicts verdicts = Verdicts.follow(ledger);
                Asking asking = new Asking(ledger, requests, random)) {
            try (GuardHere guard = startHere("guard-1")) {
                for (Lost lost : Lost.values()) {
                    asking.register(
                            List.of(RandomRequests.artifact(lost.run, "a"), RandomRequests.artifact(lost.run, "b")));
                    asking.ask(lost.ask(ArtifactRequest.REVIEW, "a", "1", "{\"status\":\"approved\"}"));
                    asking.ask(lost.ask(TaskRequest.DECLARE, "t", "2", "{}"));
                    asking.ask(lost.ask(TaskRequest.COMPLETE, "t", "3", "{}"));
                }
                asking.ask(100, 0).get(60, TimeUnit.SECONDS);
                verdicts.awaitDecided(asking.asked(), guard::assertRuns);
                GuardGroup.awaitRead(ledger, guard::assertRuns);
            }
            for (Lost lost : Lost.values()) {
                lose(lost);
                verdicts.awaitEnd();
                long decisions = verdicts.copies();
                Map<TopicPartition, Long> ends = GuardGroup.ends(ledger);
                JsonNode digests = digests();
                try (GuardHere guard = startHere("guard-1")) {
                    GuardGroup.awaitRead(ledger, guard::assertRuns);
                    assertThat(GuardGroup.ends(ledger))
                            .as("nothing is said again")
                            .isEqualTo(ends);
                    assertThat(digests()).isEqualTo(digests);

                    RecordKey again =
                            asking.ask(lost.ask(ArtifactRequest.REVIEW, "a", "4", "{\"status\":\"approved\"}"));
                    RecordKey completed = asking.ask(lost.ask(TaskRequest.COMPLETE, "t", "5", "{}"));
                    RecordKey other = asking.ask(
                            lost.ask(ArtifactRequest.REVIEW, "b", "6", "{\"revision\":1,\"status\":\"approved\"}"));
                    verdicts.awaitDecided(asking.asked(), guard::assertRuns);

                    assertRefused(verdicts.on(again), "cannot become approved");
                    assertRefused(verdicts.on(completed), "was completed");
                    assertThat(verdicts.on(other).artifact().revision()).isEqualTo(2);
                    assertThat(verdicts.copies()).isEqualTo(decisions + 3);
                    asking.ask(60, 0).get(60, TimeUnit.SECONDS);
                    verdicts.awaitDecided(asking.asked(), guard::assertRuns);
                    GuardGroup.awaitRead(ledger, guard::assertRuns);
                }
                verdicts.awaitEnd();
                verdicts.assertOneEach();
            }
        }
    }

    @Test
    void theOtherOfTwoGoesOnWhereTheKilledOneStopped() throws Exception {
        RandomRequests requests = new RandomRequests("two", random);
        try (Verdicts verdicts = Verdicts.follow(ledger);
                Asking asking = new Asking(ledger, requests, random);
                ChildProcess one = start("guard-1");
                GuardHere other = startHere("guard-2")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> GuardGroup.sharing(ledger) == 2);
            Future<?> asks = asking.ask(200, 0);
            int enough = verdicts.count() + 1 + random.nextInt(100);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> isDeciding(one, verdicts, enough));

            one.kill();
            asks.get(60, TimeUnit.SECONDS);
            asking.ask(100, 1).get(60, TimeUnit.SECONDS);
            verdicts.awaitDecided(asking.asked(), other::assertRuns);

            verdicts.awaitEnd();
            verdicts.assertOneEach();
        }
    }

    private GuardHere startHere(String instance) throws Exception {
        return GuardHere.start(ledger, directory.resolve(instance), instance);
    }

    private ChildProcess start(String instance) throws Exception {
        return GuardProcess.start(ledger, directory.resolve(instance), instance);
    }

    private static boolean isDeciding(ChildProcess guard, Verdicts verdicts, int enough) {
        guard.assertRuns();
        return verdicts.count() >= enough;
    }

    private void lose(Lost lost) throws Exception {
        if (lost == Lost.OFFSETS_TOO_BEHIND_A_COMPACTED_LOG) {
            new Compaction(ledger).force();
        }
        try (Admin admin = admin()) {
            if (lost != Lost.OFFSETS) {
                Utils.delete(directory.resolve("guard-1").toFile());
                admin.deleteTopics(List.of(CHANGELOG)).all().get(30, TimeUnit.SECONDS);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> !admin.listTopics().names().get().contains(CHANGELOG));
            }
            if (lost != Lost.STORE_AND_CHANGELOG) {
                admin.deleteConsumerGroups(List.of(GuardConfig.APPLICATION_ID))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
        }
    }

    private JsonNode digests() throws Exception {
        awaitViews();
        return ledger.api().get("/admin/digest").expect(200).json();
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", ledger.bootstrapServers()));
    }

    private static void assertRefused(Decision decision, String because) {
        Refusal refusal = Objects.requireNonNull(decision.refusal());
        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.ILLEGAL_MOVE);
        assertThat(refusal.detail()).contains(because);
    }

    private void assertToldTheSame(Set<RecordKey> asked, Verdicts verdicts) throws Exception {
        awaitViews();
        for (RecordKey request : asked) {
            JsonNode told = ledger.api()
                    .get("/runs/" + request.runId() + "/requests/" + request.id())
                    .expect(200)
                    .json();
            boolean isGranted = verdicts.on(request).refusal() == null;
            assertThat(told.path("status").asText()).isEqualTo(isGranted ? "granted" : "refused");
            assertThat(told.path("decision").path("decision_id").asText()).isEqualTo(Decision.id(request));
        }
    }

    /** What the views say of everything that was asked about. */
    private Map<String, String> answers(Verdicts verdicts) throws Exception {
        awaitViews();
        Set<String> questions = new TreeSet<>(List.of("/runs?limit=1000", "/types", "/rejects"));
        verdicts.events().values().forEach(decision -> {
            String subject =
                    "/runs/" + decision.getRunId() + "/" + decision.getSubjectKind() + "s/" + decision.getSubjectId();
            questions.add(subject + (subject.contains("/artifacts/") ? "/history" : ""));
        });
        Map<String, String> answers = new TreeMap<>();
        for (String question : questions) {
            LedgerApi.Answer answer = ledger.api().get(question);
            answers.put(question, answer.status() + " " + new String(answer.bytes(), StandardCharsets.UTF_8));
        }
        answers.put("events", ledger.api().all("/events?limit=1000", "events").toString());
        answers.put(
                "artifacts",
                ledger.api().all("/artifacts?limit=1000", "artifacts").toString());
        return answers;
    }

    private void awaitViews() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        ledger.api().get("/ready").expect(200).json().path("lag"))
                .allSatisfy(lag -> assertThat(lag.asLong()).isZero()));
    }
}
