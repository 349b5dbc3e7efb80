package io.runledger.endtoend.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.v1.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Texts that take the search for secrets longest come straight by Kafka: nobody who reads other runs waits for them. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@ExtendWith(OwnLedger.class)
final class WorstTextsIT {
    private static final int LENGTH = 110_000;
    private static final int EACH = 40;
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** No single read takes as long, however busy the machine; it would if one text held up a partition for seconds. */
    private static final Duration STALL = Duration.ofSeconds(3);

    private static final List<String> UNITS = List.of("sk-", "eyJ-", "api_key ", "password: '", "://a:", "curl -u ");

    private final TestLedger ledger;

    WorstTextsIT(TestLedger ledger) {
        this.ledger = ledger;
    }

    @Test
    void holdNobodyUp() throws Exception {
        LedgerApi api = ledger.api();
        api.post("/events", "{\"event_type\": \"x\", \"run_id\": \"quiet\", \"producer\": \"tests\", \"payload\": {}}")
                .expect(201);
        await().until(() -> api.get("/runs/quiet").status() == 200);
        Set<String> members = members();
        AtomicBoolean reading = new AtomicBoolean(true);
        List<Duration> took = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<List<String>> reader = CompletableFuture.supplyAsync(() -> {
            List<String> failures = new ArrayList<>();
            while (reading.get()) {
                long begin = System.nanoTime();
                try {
                    LedgerApi.Answer answer = api.get("/runs/quiet");
                    if (answer.status() != 200) {
                        failures.add(answer.toString());
                    }
                } catch (Exception e) {
                    failures.add(e.toString());
                }
                took.add(Duration.ofNanos(System.nanoTime() - begin));
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            return failures;
        });

        try (DirectLog log = new DirectLog(ledger)) {
            for (int i = 0; i < EACH; i++) {
                for (int unit = 0; unit < UNITS.size(); unit++) {
                    String text =
                            UNITS.get(unit).repeat(LENGTH / UNITS.get(unit).length());
                    String payload = "{\"n\":\"" + text + "\"}";
                    log.send(Event.newBuilder(DirectLog.event("loud", "e-" + i + "-" + unit, "{}"))
                            .setPayload(payload)
                            .setPayloadDigest(PayloadDigest.of(payload))
                            .build());
                }
            }
            log.flush();
        }
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(api.get("/positions")
                        .expect(200)
                        .json()
                        .path("total")
                        .path("lag")
                        .asLong(-1))
                .isZero());
        reading.set(false);

        assertThat(reader.get(30, TimeUnit.SECONDS)).isEmpty();
        List<Duration> sorted = took.stream().sorted().toList();
        Duration slowest = sorted.get(sorted.size() - 1);
        System.out.printf(
                "%d reads of another run: median %d ms, 99th of a hundred %d ms, slowest %d ms%n",
                sorted.size(),
                sorted.get(sorted.size() / 2).toMillis(),
                sorted.get(sorted.size() * 99 / 100).toMillis(),
                slowest.toMillis());
        assertThat(sorted.get(sorted.size() * 99 / 100)).isLessThan(Duration.ofSeconds(1));
        assertThat(slowest).isLessThan(STALL);
        assertThat(members()).as("nobody was thrown out of the group").isEqualTo(members);
    }

    private Set<String> members() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ledger.bootstrapServers()))) {
            Set<String> members = new TreeSet<>();
            admin.describeConsumerGroups(List.of("runledger-views"))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .values()
                    .forEach(group -> group.members().stream()
                            .map(MemberDescription::consumerId)
                            .forEach(members::add));
            return members;
        }
    }
}
