package io.runledger.endtoend.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Clients that count in one checkpoint, each under its own name, by reading it and writing it back with {@code If-Match}. Each
 * looks at every read whether its own count is what it made it: less is a lost update, more a doubled one.
 */
final class Increments implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "counter";

    private final List<CheckpointClient> nodes;
    private final AtomicBoolean counting = new AtomicBoolean(true);
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong conflicts = new AtomicLong();
    private final AtomicLong unavailable = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong old = new AtomicLong();
    private volatile boolean stoodStill;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<Long>> clients = new ArrayList<>();

    /** @param nodes that half of the clients ask in turns; the others stay with one as long as it answers */
    Increments(List<CheckpointClient> nodes, int count) {
        this.nodes = nodes;
        for (int client = 0; client < count; client++) {
            int number = client;
            clients.add(threads.submit(() -> count(number)));
        }
    }

    /** How many were answered with 2xx, or found stored when the answer did not say; fails if a client saw what must not be. */
    long done() {
        for (Future<Long> client : clients) {
            if (client.isDone()) {
                assertThat(client).succeedsWithin(Duration.ZERO);
            }
        }
        return done.get();
    }

    /** From now on a read may be answered with what was: by a node that stood still, until it hears of its successor. */
    void expectOldReads() {
        stoodStill = true;
    }

    /** Ends the counting; each count must be there, and no other. */
    void assertExact() throws Exception {
        counting.set(false);
        ObjectNode expected = JSON.createObjectNode();
        for (int client = 0; client < clients.size(); client++) {
            expected.put("c" + client, clients.get(client).get(120, TimeUnit.SECONDS));
        }
        HttpResponse<byte[]> last = nodes.get(0).get(NAME);
        assertThat(last.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(last.body())).isEqualTo(JSON.readTree(expected.toString()));
    }

    @Override
    public String toString() {
        return done + " increments, " + conflicts + " conflicts, " + unavailable + " unavailable, " + unknown
                + " without an answer, " + old + " reads of what was";
    }

    private long count(int client) throws Exception {
        String own = "c" + client;
        long mine = 0;
        boolean open = false;
        boolean stays = client % 2 == 0;
        long turn = client / 2;
        while (counting.get() || open) {
            CheckpointClient node = nodes.get((int) (turn % nodes.size()));
            HttpResponse<byte[]> read = asked(() -> node.get(NAME));
            turn += stays && read != null ? 0 : 1;
            if (read == null || (read.statusCode() != 200 && read.statusCode() != 404)) {
                continue;
            }
            ObjectNode counts =
                    read.statusCode() == 404 ? JSON.createObjectNode() : (ObjectNode) JSON.readTree(read.body());
            long stored = counts.path(own).asLong();
            if (stored < mine && stoodStill) {
                old.incrementAndGet();
                continue; // were it lost, it would never come
            }
            assertThat(stored).as("%s after %s", own, mine).isIn(open ? List.of(mine, mine + 1) : List.of(mine));
            if (stored > mine) {
                mine = stored;
                open = false;
                done.incrementAndGet();
                continue;
            }
            if (!counting.get()) {
                return mine; // what is open was not stored, and its tag is another one by now or never comes
            }
            byte[] next = counts.put(own, mine + 1).toString().getBytes(UTF_8);
            HttpResponse<byte[]> written = asked(() -> read.statusCode() == 404
                    ? node.put(NAME, next, "If-None-Match", "*")
                    : node.put(NAME, next, "If-Match", CheckpointClient.etag(read)));
            turn += stays && written == null ? 1 : 0;
            if (written != null && written.statusCode() / 100 == 2) {
                mine++;
                open = false;
                done.incrementAndGet();
            } else if (written == null
                    || written.headers()
                            .firstValue("Runledger-Outcome")
                            .filter("unknown"::equals)
                            .isPresent()) {
                unknown.incrementAndGet();
                open = true;
            } else {
                assertThat(written.statusCode())
                        .as(() -> new String(written.body(), UTF_8))
                        .isIn(412, 429, 503);
                (written.statusCode() == 412 ? conflicts : unavailable).incrementAndGet();
            }
        }
        return mine;
    }

    private interface Request {
        HttpResponse<byte[]> send() throws IOException, InterruptedException;
    }

    /** Null if there was no answer. */
    private static @Nullable HttpResponse<byte[]> asked(Request request) throws InterruptedException {
        try {
            return request.send();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        counting.set(false);
        threads.shutdownNow();
    }
}
