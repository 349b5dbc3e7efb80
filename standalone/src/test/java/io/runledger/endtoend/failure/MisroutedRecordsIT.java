package io.runledger.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.log.RunPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that their producers scattered over all partitions come home once, in their producers' order. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
@ExtendWith(OwnLedger.class)
final class MisroutedRecordsIT {
    private static final int PARTITIONS = Scattering.PARTITIONS;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private final TestLedger ledger;
    private final LedgerApi api;

    MisroutedRecordsIT(TestLedger ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void bringsScatteredRecordsHomeOnceInTheirProducersOrder() throws Exception {
        List<String> runs = List.of("scattered-1", "scattered-2", "scattered-3");
        List<String> producers = List.of("left", "right");
        Random random = new Random(7);

        try (Scattering scattering = scattering()) {
            for (int i = 0; i < 150; i++) {
                for (String run : runs) {
                    for (String by : producers) {
                        // About one in twelve falls home by chance, as with a hash.
                        scattering.send(random.nextInt(PARTITIONS), run, by, i);
                    }
                }
            }
        }

        for (String run : runs) {
            await().atMost(SOON).untilAsserted(() -> {
                for (String by : producers) {
                    assertThat(standing(run, by)).isEqualTo(Scattering.ids(by, 150));
                }
            });
        }
        await().during(SETTLED).atMost(SOON).untilAsserted(() -> {
            for (String run : runs) {
                assertThat(standing(run, "left")).isEqualTo(Scattering.ids("left", 150));
            }
        });
        JsonNode summary = api.get("/runs/scattered-1").expect(200).json();
        assertThat(summary.toString()).contains("300");
    }

    @Test
    void sortsWhatWasAppendedInAnyOrderByWhenItHappened() throws Exception {
        String run = "shuffled";
        int home = RunPartition.of(run, PARTITIONS);
        List<Integer> shuffled = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
        Collections.shuffle(shuffled, new Random(11));

        try (Scattering scattering = scattering()) {
            for (int i : shuffled) {
                scattering.send((home + 1 + i % (PARTITIONS - 1)) % PARTITIONS, run, "left", i);
            }
        }

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(standing(run, "left")).isEqualTo(Scattering.ids("left", 100)));
    }

    @Test
    void leavesInTheirPlacesWhatStoodAtHomeLongBefore() throws Exception {
        String run = "older";
        int home = RunPartition.of(run, PARTITIONS);
        try (Scattering scattering = scattering()) {
            scattering.send(home, run, "left", 5);
            scattering.flush();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(standing(run, "left")).isNotEmpty());
            long sequence = sequence(run, "left-e5");
            await().pollDelay(SETTLED).until(() -> true);

            scattering.send((home + 1) % PARTITIONS, run, "left", 1);
            scattering.flush();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(standing(run, "left")).containsExactly("left-e5", "left-e1"));
            assertThat(sequence(run, "left-e5")).isEqualTo(sequence);
        }
    }

    private long sequence(String run, String id) throws Exception {
        return api.get("/runs/" + run + "/events/" + id)
                .expect(200)
                .json()
                .path("sequence")
                .asLong();
    }

    private List<String> standing(String run, String by) throws Exception {
        return Scattering.stored(api, run).getOrDefault(by, List.of());
    }

    private Scattering scattering() {
        return new Scattering(ledger.bootstrapServers(), ledger.registryUrl());
    }
}
