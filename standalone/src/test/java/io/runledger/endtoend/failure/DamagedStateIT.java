package io.runledger.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.standalone.terminal.ClearFailure;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The state directories of a ledger are damaged: it finds out, answers nothing wrong, and makes them again. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@ExtendWith(OwnLedger.class)
final class DamagedStateIT {
    private static final int RUNS = 6;
    private static final int EVENTS_OF_RUN = 150;

    private final TestLedger ledger;

    DamagedStateIT(TestLedger ledger) {
        this.ledger = ledger;
    }

    @Test
    void isMadeAgainWhileTheOthersAnswerAndAtTheNextStart() throws Exception {
        int partition = record(ledger.api());
        String digest = digest(partition);
        ledger.stopServices(); // now it is on disk
        ledger.startServicesAgain();

        garble(views(), partition);
        int refused = readUntilMadeAgain();

        assertThat(refused).as("the damage was met").isPositive();
        assertThat(digest(partition)).isEqualTo(digest);
        ledger.api().get("/ready").expect(200);

        ledger.stopServices();
        Files.writeString(ledger.state().resolve("generation"), "\u0000");
        Files.writeString(views().resolve("kafka-streams-process-metadata"), "{");
        for (int each = 0; each < 12; each++) {
            garble(guard(), each);
        }
        ledger.startServicesAgain();

        readUntilMadeAgain();
        assertThat(digest(partition)).isEqualTo(digest);
        // The guard knows what was decided: the same request again has its verdict, and another one is refused.
        assertThat(review("first")
                        .expect(200)
                        .json()
                        .path("state")
                        .path("status")
                        .asText())
                .isEqualTo("approved");
        review("second").expect(409);

        ledger.stopServices();
        Utils.delete(ledger.state().toFile());
        Files.writeString(ledger.state(), "no directory");
        assertThatThrownBy(ledger::startServicesAgain)
                .isInstanceOf(ClearFailure.class)
                .hasMessageContaining("RUNLEDGER_STATE_DIR")
                .hasMessageContaining("move away what is in the way");
        Files.delete(ledger.state());
        ledger.startServicesAgain();
        readUntilMadeAgain();
    }

    /** Returns the partition of the first run. */
    private int record(LedgerApi api) throws Exception {
        Random random = new Random(3);
        ArrayNode batch = new ObjectMapper().createArrayNode();
        for (int i = 0; i < RUNS * EVENTS_OF_RUN; i++) {
            ObjectNode event = batch.addObject()
                    .put("event_id", "e" + i)
                    .put("event_type", "t")
                    .put("run_id", "damaged-" + i % RUNS)
                    .put("producer", "tests")
                    .put("occurred_at", "2026-11-21T10:00:00Z");
            event.putObject("payload").put("text", Long.toString(random.nextLong(), 36));
        }
        api.post("/events/batch", batch).expect(200);
        JsonNode artifact = api.post("/artifacts", """
                        {"artifact_id": "a", "artifact_type": "report", "title": "A", "storage_provider": "s3",
                         "location": "s3://reports/1", "data_class": "internal", "run_id": "damaged-0",
                         "source_type": "system", "created_by": "tests", "status": "needs-review"}""").expect(201).json();
        JsonNode decided = review("first").expect(200).json();
        api.get("/runs/damaged-0?at_least=" + decided.path("position").asText()).expect(200);
        return artifact.path("partition").asInt();
    }

    private LedgerApi.Answer review(String request) throws Exception {
        return ledger.api()
                .post(
                        "/runs/damaged-0/artifacts/a/review",
                        "{\"request_id\": \"" + request + "\", \"status\": \"approved\"}");
    }

    /** Whatever is answered holds everything. Returns how often nothing was. */
    private int readUntilMadeAgain() {
        List<Integer> statuses = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    LedgerApi.Answer answer = ledger.api().get("/events?run_id=damaged-0&event_type=t&limit=1000");
                    assertThat(answer.status()).as(answer::toString).isIn(200, 503);
                    if (answer.status() == 200) {
                        assertThat(answer.json().path("events")).hasSize(EVENTS_OF_RUN);
                    }
                    statuses.add(answer.status());
                    return answer.status() == 200 && statuses.size() > 1;
                });
        return (int) statuses.stream().filter(status -> status == 503).count();
    }

    private String digest(int partition) {
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        ledger.api().get("/admin/digest?partition=" + partition).status() == 200);
        try {
            return ledger.api()
                    .get("/admin/digest?partition=" + partition)
                    .expect(200)
                    .toString();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Path views() {
        return ledger.state().resolve("runledger-views");
    }

    private Path guard() {
        return ledger.state().resolveSibling("guard").resolve("runledger-guard");
    }

    /** Other bytes in all tables of a partition, in place: who has them open, has them, too. */
    private static void garble(Path application, int partition) throws Exception {
        List<Path> tables;
        try (Stream<Path> all = Files.walk(application.resolve("0_" + partition))) {
            tables = all.filter(path -> path.toString().endsWith(".sst")).toList();
        }
        for (Path table : tables) {
            try (FileChannel channel = FileChannel.open(table, StandardOpenOption.WRITE)) {
                byte[] other = new byte[(int) Math.max(16, channel.size() / 2)];
                new Random(1).nextBytes(other);
                channel.write(ByteBuffer.wrap(other), 0);
            }
        }
    }
}
