package io.runledger.endtoend.writing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.v1.Blake3;
import io.runledger.v1.Event;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is wrong on the log is counted, listed with its reason, and can be sent again; the rest goes on. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OwnLedger.class)
final class RejectsIT {
    private static final int RECORDS = Integer.getInteger("runledger.rejects.records", 100_000);
    private static final int RUNS = 50;
    private static final Duration SOON = Duration.ofSeconds(90);

    private final TestLedger ledger;
    private final LedgerApi api;
    private final DirectLog log;

    RejectsIT(TestLedger ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
        this.log = new DirectLog(ledger);
    }

    @AfterAll
    void close() {
        log.close();
    }

    @Test
    void oneInAHundredIsGarbageAndEveryRecordIsAccountedFor() throws Exception {
        Map<String, Long> before = reasons();
        JsonNode totalBefore = positions().path("total");
        Map<String, Long> sent = new HashMap<>();
        for (int i = 0; i < RECORDS; i++) {
            if (i % 100 == 99) {
                sent.merge(sendGarbage(i), 1L, Long::sum);
            } else {
                log.send(DirectLog.event("mixed-" + i % RUNS, "e" + i, "{\"n\":" + i + "}"));
            }
        }
        log.flush();

        await().atMost(SOON)
                .until(() -> positions().path("total").path("lag").asLong() == 0
                        && positions().path("total").path("read").asLong()
                                >= totalBefore.path("read").asLong() + RECORDS);

        JsonNode total = positions().path("total");
        assertThat(total.path("applied").asLong() - totalBefore.path("applied").asLong())
                .isEqualTo(RECORDS - RECORDS / 100);
        assertThat(total.path("rejected").asLong()
                        - totalBefore.path("rejected").asLong())
                .isEqualTo(RECORDS / 100);
        Map<String, Long> rejected = reasons();
        before.forEach((reason, count) -> rejected.merge(reason, -count, Long::sum));
        rejected.values().removeIf(count -> count == 0);
        assertThat(rejected).isEqualTo(sent);
        assertThatEveryOffsetIsInOneCount();
        long listed = 0;
        for (int run = 0; run < RUNS; run++) {
            listed += api.get("/runs/mixed-" + run)
                    .expect(200)
                    .json()
                    .path("event_count")
                    .asLong();
        }
        assertThat(listed).isEqualTo(RECORDS - RECORDS / 100);
    }

    /** Wrong in one of many ways; returns the reason that the ledger must give. */
    private String sendGarbage(int i) {
        Event event = DirectLog.event("garbage-" + i % RUNS, "g" + i, "{}");
        Garbage garbage = garbage(event, i / 100 % 8);
        byte[] key = garbage.key == null ? RecordKey.of(event).bytes() : garbage.key.getBytes(UTF_8);
        log.send(DirectLog.home(event.getRunId()), key, garbage.value);
        return garbage.reason;
    }

    private record Garbage(
            String reason,
            byte @Nullable [] value,
            @Nullable String key) {
        Garbage(String reason, byte @Nullable [] value) {
            this(reason, value, null);
        }
    }

    private Garbage garbage(Event event, int way) {
        byte[] wire = log.wire(event);
        return switch (way) {
            case 0 -> new Garbage("not-wire-format", "not Avro at all".getBytes(UTF_8));
            case 1 -> new Garbage("unknown-schema", new byte[] {0, 0x7f, 0, 0, 1, 2, 3});
            case 2 -> new Garbage("undecodable", Arrays.copyOf(wire, wire.length - 5));
            case 3 -> new Garbage("contract", log.wire(with(event, e -> e.setEventType("no type\u0007"))));
            case 4 -> new Garbage("key-mismatch", log.wire(with(event, e -> e.setEventId("another"))));
            case 5 -> new Garbage("digest", log.wire(with(event, e -> e.setPayloadDigest(new Blake3(new byte[32])))));
            case 6 -> new Garbage("unexplained-null", null);
            default -> new Garbage("malformed-key", wire, "neither kind nor run");
        };
    }

    private static Event with(Event event, UnaryOperator<Event.Builder> change) {
        return change.apply(Event.newBuilder(event)).build();
    }

    @Test
    void listsWhatWasRejectedWithWhereAndWhy() throws Exception {
        byte[] key = "event/listed/e1".getBytes(UTF_8);
        int home = DirectLog.home("listed");
        long appended = log.append(home, key, "plain \u0001 text".getBytes(UTF_8));
        String position = home + ":" + appended;

        JsonNode reject = api.get("/rejects/" + home + "/" + appended + "?at_least=" + position)
                .expect(200)
                .json();

        assertThat(reject.path("reason").asText()).isEqualTo("not-wire-format");
        assertThat(reject.path("detail").asText()).contains("byte 0 and a schema id");
        assertThat(reject.path("key").asText()).isEqualTo("event/listed/e1");
        assertThat(reject.path("excerpt").asText()).isEqualTo("plain . text");
        assertThat(reject.path("position").asText()).isEqualTo(position);
        List<JsonNode> ofReason = api.all("/rejects?reason=not-wire-format&limit=7", "rejects");
        assertThat(ofReason)
                .contains(reject)
                .allSatisfy(row -> assertThat(row.path("reason").asText()).isEqualTo("not-wire-format"));
        assertThat(api.all("/rejects?order=asc&limit=1000", "rejects"))
                .extracting(row -> row.path("position").asText())
                .doesNotHaveDuplicates()
                .contains(position);
        assertThat(api.get("/rejects?reason=mood").expect(400).detail()).contains("malformed-key");
        api.get("/rejects/" + home + "/999999999").expect(404);
    }

    @Test
    void sendsARejectedRecordAgainWhenItsCauseIsMended() throws Exception {
        RegistryClient registry = new RegistryClient(URI.create(ledger.registryUrl()), Duration.ofSeconds(10));
        int last = registry.register("probe", new Schema.Parser().parse("\"string\""));
        int next = last + 1;
        Event event = DirectLog.event("redriven", "e1", "{}");
        byte[] wire = log.wire(event);
        wire[1] = (byte) (next >>> 24);
        wire[2] = (byte) (next >>> 16);
        wire[3] = (byte) (next >>> 8);
        wire[4] = (byte) next;
        int home = DirectLog.home("redriven");
        long appended = log.append(home, RecordKey.of(event).bytes(), wire);
        String redrive = "/rejects/" + home + "/" + appended + "/redrive";
        await().atMost(SOON).untilAsserted(() -> api.get("/rejects/" + home + "/" + appended)
                .expect(200));

        assertThat(api.post(redrive, "").expect(409).json().path("reason").asText())
                .isEqualTo("unknown-schema");
        assertThat(registry.register("later", newer()))
                .as("the registry counts its ids up")
                .isEqualTo(next);
        JsonNode redriven = api.post(redrive, "").expect(200).json();

        assertThat(redriven.path("outcome").asText()).isEqualTo("accepted");
        assertThat(api.get("/runs/redriven/events/e1")
                        .expect(200)
                        .json()
                        .path("position")
                        .asText())
                .isEqualTo(redriven.path("position").asText());
        api.post("/rejects/" + redriven.path("position").asText().replace(':', '/') + "/redrive", "")
                .expect(404);
    }

    /** The contract as a version of it that somebody registers later. */
    private static Schema newer() {
        return new Schema.Parser()
                .parse(Contract.EVENT.schema().toString().replace("The contract this record keeps.", "The contract."));
    }

    private Map<String, Long> reasons() throws Exception {
        Map<String, Long> reasons = new HashMap<>();
        positions()
                .path("rejected_by_reason")
                .properties()
                .forEach(
                        reason -> reasons.put(reason.getKey(), reason.getValue().asLong()));
        return reasons;
    }

    private JsonNode positions() throws Exception {
        return api.get("/positions").expect(200).json();
    }

    private void assertThatEveryOffsetIsInOneCount() throws Exception {
        JsonNode positions = positions();
        assertThat(positions.path("partitions")).hasSize(DirectLog.PARTITIONS);
        assertThat(positions.path("partitions")).allSatisfy(counts -> {
            long sum = counts.path("applied").asLong()
                    + counts.path("duplicates").asLong()
                    + counts.path("rejected").asLong()
                    + counts.path("erased").asLong()
                    + counts.path("compacted").asLong();
            assertThat(sum)
                    .isEqualTo(counts.path("end").asLong() - counts.path("lag").asLong());
        });
    }
}
