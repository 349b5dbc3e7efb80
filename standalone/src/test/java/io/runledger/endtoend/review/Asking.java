package io.runledger.endtoend.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.endtoend.ledger.DirectLog;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.RandomRequests;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Event;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks at all doors, one behind the other: batches, single requests that do not wait, and the log itself; some of it again. */
final class Asking implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHUNK = 20;
    private static final int AGAIN_OF_CHUNK = 2;

    private final LedgerApi api;
    private final DirectLog log;
    private final RandomRequests requests;
    private final Random random;
    private final Set<RecordKey> asked = ConcurrentHashMap.newKeySet();
    private final ExecutorService asker = Executors.newSingleThreadExecutor();
    private int registered = -1;
    private int singles;

    Asking(TestLedger ledger, RandomRequests requests, Random random) {
        this.api = ledger.api();
        this.log = new DirectLog(ledger);
        this.requests = requests;
        this.random = random;
    }

    /**
     * Asks in the background, behind what it was told before.
     *
     * @param count how many requests; those that are only sent again come on top
     * @param of the number of the artifacts they are about
     */
    Future<?> ask(int count, int of) {
        return asker.submit(() -> {
            if (of > registered) {
                register(of);
                registered = of;
            }
            for (int left = count; left > 0; left -= CHUNK) {
                chunk(Math.min(CHUNK, left), of);
            }
            return null;
        });
    }

    /** Asks once, at the log itself, and returns when it stands there. */
    RecordKey ask(Event request) throws Exception {
        log.send(request);
        log.flush();
        asked.add(RecordKey.of(request));
        return RecordKey.of(request);
    }

    /** What was accepted so far. */
    Set<RecordKey> asked() {
        return Set.copyOf(asked);
    }

    void register(List<ObjectNode> artifacts) throws Exception {
        api.post("/artifacts/batch", JSON.createArrayNode().addAll(artifacts)).expect(200);
    }

    private void register(int of) throws Exception {
        register(requests.artifacts(of));
    }

    private void chunk(int count, int of) throws Exception {
        List<Event> chunk = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            chunk.add(requests.next(of));
        }
        if (random.nextBoolean()) {
            ArrayNode batch = JSON.createArrayNode();
            for (Event request : chunk) {
                batch.add(RandomRequests.json(request));
            }
            api.post("/events/batch", batch).expect(200);
        } else {
            chunk.forEach(log::send);
        }
        for (int i = 0; i < AGAIN_OF_CHUNK && !chunk.isEmpty(); i++) {
            log.send(requests.again());
        }
        log.flush();
        chunk.forEach(request -> asked.add(RecordKey.of(request)));
        single("a" + of + "-0");
    }

    private void single(String artifact) throws Exception {
        String run = requests.runs().get(random.nextInt(requests.runs().size()));
        String id = "single-" + singles++;
        LedgerApi.Answer answer = api.send(
                "POST",
                "/runs/" + run + "/artifacts/" + artifact + "/review",
                BodyPublishers.ofString("{\"request_id\": \"" + id + "\", \"status\": \"approved\"}"),
                "Content-Type",
                "application/json",
                "Prefer",
                "wait=0");
        assertThat(answer.status()).as(answer::toString).isIn(200, 202, 409);
        asked.add(new RecordKey(RecordKey.Kind.EVENT, run, id));
    }

    @Override
    public void close() {
        asker.shutdownNow();
        log.close();
    }
}
