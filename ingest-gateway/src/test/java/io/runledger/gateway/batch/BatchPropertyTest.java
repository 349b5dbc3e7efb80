package io.runledger.gateway.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.gateway.Batches;
import io.runledger.gateway.DoorFixture;
import io.runledger.schemas.log.RecordKey;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

class BatchPropertyTest {
    private static @Nullable DoorFixture shared;

    @BeforeContainer
    static void start() {
        shared = new DoorFixture(true);
    }

    @AfterContainer
    static void stop() {
        door().close();
    }

    private static DoorFixture door() {
        return Objects.requireNonNull(shared);
    }

    /** An item: whose id, in which run, with which content; or one that breaks the contract. */
    record Item(int id, int run, int content, boolean bad) {
        String json(int trial) {
            return bad
                    ? "{\"event_id\": \"e" + id + "\", \"run_id\": " + run + "}"
                    : Batches.event("e" + id, "run-" + trial + "-" + run, "p" + content);
        }

        String key(int trial) {
            return "event/run-" + trial + "-" + run + "/e" + id;
        }
    }

    @Provide
    Arbitrary<List<Item>> batch() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.frequency(Tuple.of(4, 0), Tuple.of(1, 1)),
                        Arbitraries.frequency(Tuple.of(5, false), Tuple.of(1, true)))
                .as(Item::new)
                .list()
                .ofMaxSize(100);
    }

    private static int trials;

    @Property(tries = 100)
    void answersEachItemOnceAndAppendsExactlyWhatIsNew(@ForAll("batch") List<Item> batch, @ForAll boolean lines)
            throws Exception {
        int trial = trials++;
        List<Integer> expected = new ArrayList<>();
        List<String> appended = new ArrayList<>();
        Map<String, Integer> known = new HashMap<>();
        for (Item item : batch) {
            Integer first = item.bad() ? null : known.putIfAbsent(item.key(trial), item.content());
            if (item.bad()) {
                expected.add(422);
            } else if (first == null) {
                expected.add(201);
                appended.add(item.key(trial));
            } else {
                expected.add(first == item.content() ? 200 : 409);
            }
        }
        door().producer.clear();
        List<String> items = batch.stream().map(item -> item.json(trial)).toList();

        HttpResponse<String> response = door().post(
                        "/events/batch",
                        lines ? Batches.lines(items) : Batches.array(items),
                        "Content-Type",
                        lines ? "application/x-ndjson" : "application/json");

        assertThat(Batches.statuses(response)).isEqualTo(expected);
        int index = 0;
        for (JsonNode item : Batches.items(response)) {
            assertThat(item.path("index").asInt()).isEqualTo(index++);
        }
        assertThat(door().sent().stream()
                        .map(sent -> RecordKey.of(sent.value()).toString())
                        .toList())
                .isEqualTo(appended);
    }
}
