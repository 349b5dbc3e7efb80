package io.runledger.endtoend.failure;

import static io.runledger.schemas.log.RecordKey.Kind.ARTIFACT;
import static io.runledger.schemas.log.RecordKey.Kind.EVENT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.RandomRequests;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A producer that does not give up: events, artifacts and requests, alone and in batches, each sent at one gateway or the
 * other until it is acknowledged; and some of it sent again all the same.
 */
final class ChaosWriter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PAUSE_MILLIS = 60;
    private static final int EVENTS_OF_RUN = 500;
    private static final int REQUESTS_OF_ARTIFACTS = 100;
    private static final int LATELY = 200;

    /** One record, as JSON that a door takes. */
    private record Item(RecordKey key, JsonNode body) {}

    private final String name;
    private final List<LedgerApi> gateways;
    private final Written written;
    private final Random random;
    private final RandomRequests requests;
    private final Written own = new Written();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicLong retries = new AtomicLong();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private int events;
    private int asked;
    private int registered;

    ChaosWriter(String name, List<LedgerApi> gateways, Written written, long seed) {
        this.name = name;
        this.gateways = gateways;
        this.written = written;
        this.random = new Random(seed);
        this.requests = new RandomRequests(name + "-asks", random);
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** How many of its records were acknowledged. */
    int count() {
        return own.count();
    }

    long retries() {
        return retries.get();
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    private void run() {
        try {
            while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            faults.add(name + " ended: " + e);
        }
    }

    private void step() throws InterruptedException {
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> send("/events", List.of(event()));
            case 4, 5 -> send("/events", several(2 + random.nextInt(20)));
            case 6, 7 -> send("/events", asked(1 + random.nextInt(4)));
            case 8 -> again();
            default -> review();
        }
    }

    private List<Item> several(int count) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(event());
        }
        return items;
    }

    private Item event() {
        int number = events++;
        String run = name + "-run-" + number / EVENTS_OF_RUN;
        ObjectNode body = JSON.createObjectNode()
                .put("event_id", "e" + number)
                .put("event_type", number % 2 == 0 ? "step.started" : "step.ended")
                .put("run_id", run)
                .put("task_id", "task-" + number % 7)
                .put("producer", name)
                .put("occurred_at", "2026-11-21T10:00:00Z");
        body.putObject("payload").put("number", number).put("text", "x".repeat(random.nextInt(200)));
        return new Item(new RecordKey(EVENT, run, "e" + number), body);
    }

    /** About artifacts that are registered before. */
    private List<Item> asked(int count) throws InterruptedException {
        int of = asked / REQUESTS_OF_ARTIFACTS;
        if (of >= registered) {
            registered = of + 1;
            send(
                    "/artifacts",
                    requests.artifacts(of).stream()
                            .map(body -> new Item(
                                    new RecordKey(
                                            ARTIFACT,
                                            body.path("run_id").asText(),
                                            body.path("artifact_id").asText()),
                                    body))
                            .toList());
        }
        List<Item> items = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                var request = requests.next(of);
                items.add(new Item(RecordKey.of(request), RandomRequests.json(request)));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        asked += count;
        return items;
    }

    private void again() throws InterruptedException {
        Optional<Written.Receipt> record = own.any(random, LATELY);
        if (record.isPresent() && record.get().body().isPresent()) {
            Item item = new Item(record.get().key(), record.get().body().get());
            send(item.key().kind() == EVENT ? "/events" : "/artifacts", List.of(item));
        }
    }

    /** The door makes the request. Whatever the verdict is, its receipt says that it stands. */
    private void review() throws InterruptedException {
        if (registered == 0) {
            return;
        }
        List<String> runs = requests.runs();
        String run = runs.get(random.nextInt(runs.size()));
        String id = "door-" + asked + "-" + events++;
        String body = "{\"request_id\": \"" + id + "\", \"status\": \"approved\"}";
        String path = "/runs/" + run + "/artifacts/a" + (registered - 1) + "-0/review";
        String wait = "wait=" + random.nextInt(2);
        RecordKey key = new RecordKey(EVENT, run, id);
        untilAcknowledged(id, gateway -> {
            LedgerApi.Answer answer = gateway.send(
                    "POST", path, BodyPublishers.ofString(body), "Content-Type", "application/json", "Prefer", wait);
            if (answer.status() == 503 || answer.status() == 429) {
                return false;
            }
            if (answer.status() == 200 || answer.status() == 202 || answer.status() == 409) {
                acknowledge(key, Optional.empty(), answer.json());
            } else {
                faults.add(path + ": " + answer);
            }
            return true;
        });
    }

    private void send(String path, List<Item> items) throws InterruptedException {
        List<Item> left = new ArrayList<>(items);
        untilAcknowledged(items.get(0).key() + " and " + (items.size() - 1) + " more", gateway -> {
            if (left.size() == 1) {
                return one(gateway, path, left.get(0));
            }
            left.removeIf(several(gateway, path, List.copyOf(left))::contains);
            return left.isEmpty();
        });
    }

    private boolean one(LedgerApi gateway, String path, Item item) throws IOException, InterruptedException {
        LedgerApi.Answer answer = gateway.post(path, item.body());
        if (answer.status() == 503 || answer.status() == 429) {
            return false;
        }
        took(item, answer.status(), answer.json());
        return true;
    }

    /** Returns those that need not be sent again. */
    private List<Item> several(LedgerApi gateway, String path, List<Item> items)
            throws IOException, InterruptedException {
        ArrayNode batch = JSON.createArrayNode();
        items.forEach(item -> batch.add(item.body()));
        JsonNode answers = gateway.post(path + "/batch", batch).json().path("items");
        List<Item> done = new ArrayList<>();
        for (JsonNode answer : answers) {
            int status = answer.path("status").asInt();
            if (status != 503 && status != 429) {
                Item item = items.get(answer.path("index").asInt());
                took(item, status, answer);
                done.add(item);
            }
        }
        return done;
    }

    private void took(Item item, int status, JsonNode answer) {
        if (status == 200 || status == 201) {
            acknowledge(item.key(), Optional.of(item.body()), answer);
        } else {
            faults.add(item.key() + ": " + status + " " + answer);
        }
    }

    private void acknowledge(RecordKey key, Optional<JsonNode> body, JsonNode answer) {
        boolean isPending = answer.has("request_position");
        String text = answer.path(isPending ? "request_position" : "position").asText();
        Optional<Position> position = Position.parse(text);
        if (position.isEmpty()) {
            faults.add(key + ": no position in " + answer);
            return;
        }
        // An answer that is decided has the decision's place; its request's is before it.
        long least = body.isEmpty() && !isPending ? 0 : position.get().offset();
        Written.Receipt receipt = new Written.Receipt(key, body, position.get(), least);
        own.add(receipt);
        written.add(receipt);
    }

    private interface Attempt {
        /** Returns whether there is nothing left to do. */
        boolean isDone(LedgerApi gateway) throws IOException, InterruptedException;
    }

    private void untilAcknowledged(String what, Attempt attempt) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int gateway = random.nextInt(gateways.size());
        while (System.nanoTime() < end) {
            try {
                if (attempt.isDone(gateways.get(gateway))) {
                    return;
                }
            } catch (IOException e) {
                gateway = (gateway + 1) % gateways.size(); // its fate is not known
            } catch (AssertionError e) {
                faults.add(what + ": " + e);
                return;
            }
            retries.incrementAndGet();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        faults.add(what + " was not acknowledged in " + PATIENCE);
    }

    /** Leaves what is under way. */
    void giveUp() {
        thread.interrupt();
    }

    /** Returns when what is under way is acknowledged. */
    void end() throws InterruptedException {
        stop.countDown();
        thread.join(PATIENCE.plusSeconds(30).toMillis());
        if (thread.isAlive()) {
            faults.add(name + " does not end");
        }
    }
}
