package io.runledger.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.TestLedger;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The disk of the views has no room left, and has room again. The log is on another one. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class DiskFullIT {
    private static final int DISK_MEGABYTES = 200;
    private static final int EVENTS = 300;
    private static final int PAYLOAD_CHARACTERS = 30_000;

    private final Random random = new Random(5);

    @Test
    void acceptsAndSaysSoAndGoesOnWhenThereIsRoomAgain() throws Exception {
        try (TestLedger ledger = TestLedger.ephemeral(Map.of("RUNLEDGER_VIEWS_WRITE_BUFFER", "24MiB"))) {
            ledger.stopServices();
            try (SmallDisk disk = SmallDisk.on(ledger.state(), DISK_MEGABYTES)) {
                ledger.startServicesAgain();
                fillsUp(ledger.api(), disk);
                ledger.stopServices();
            } catch (IOException e) {
                if (String.valueOf(e.getMessage()).startsWith("mount")) {
                    abort("needs a file system of its own: " + e.getMessage());
                }
                throw e;
            }
        }
    }

    private void fillsUp(LedgerApi api, SmallDisk disk) throws Exception {
        List<String> accepted = new ArrayList<>();
        write(api, accepted, 10);
        api.get("/runs/full?at_least=" + lastPosition).expect(200);

        disk.fill();
        while (api.get("/ready").status() == 200 && accepted.size() < EVENTS) {
            write(api, accepted, 10);
        }
        JsonNode ready = api.get("/ready").expect(503).json();
        assertThat(ready.path("reason").asText()).contains("see that the disk has room");
        write(api, accepted, 5);
        api.get("/health").expect(200);
        for (int i = 0; i < 20; i++) {
            LedgerApi.Answer read = api.get("/runs/full?wait=0&at_least=" + lastPosition);
            assertThat(read.status()).as(read::toString).isEqualTo(503);
            LedgerApi.Answer page = api.get("/events?run_id=full&limit=1000");
            assertThat(page.status()).as(page::toString).isIn(200, 503);
            if (page.status() == 200) {
                List<String> ids = ids(page.json());
                assertThat(ids).isEqualTo(accepted.subList(0, ids.size()));
            }
        }

        disk.makeRoom();
        await().atMost(Duration.ofSeconds(60)).until(() -> api.get("/ready").status() == 200);
        JsonNode all = api.get("/events?run_id=full&limit=1000&at_least=" + lastPosition)
                .expect(200)
                .json();
        assertThat(ids(all)).isEqualTo(accepted);
    }

    private String lastPosition = "";

    private void write(LedgerApi api, List<String> accepted, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            String id = "e" + accepted.size();
            ObjectNode event = new ObjectMapper()
                    .createObjectNode()
                    .put("event_id", id)
                    .put("event_type", "t")
                    .put("run_id", "full")
                    .put("producer", "tests")
                    .put("occurred_at", "2026-11-21T10:00:00Z");
            event.putObject("payload").put("text", text());
            JsonNode receipt = api.post("/events", event).expect(201).json();
            lastPosition = receipt.path("position").asText();
            accepted.add(id);
        }
    }

    /** Nothing that could be compressed. */
    private String text() {
        StringBuilder text = new StringBuilder(PAYLOAD_CHARACTERS);
        random.ints(PAYLOAD_CHARACTERS, 'A', 'Z').forEach(letter -> text.append((char) letter));
        return text.toString();
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("events").forEach(event -> ids.add(event.path("event_id").asText()));
        return ids;
    }
}
