package io.runledger.endtoend.failure;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.schemas.log.RecordKey;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * A reader that asks one query node and, if that fails, once the other. What was acknowledged must be in the answer, and no
 * run may lose events. Both nodes may fail only while both are hit, or when the position asked for is not there yet.
 */
final class ChaosReader {
    private static final int PAUSE_MILLIS = 25;
    private static final int LATELY = 3_000;

    private final List<LedgerApi> nodes;
    private final Written written;
    private final BooleanSupplier bothHit;
    private final Random random;
    private final Map<String, JsonNode> runs = new HashMap<>();
    private final Map<String, String> positions = new HashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    ChaosReader(String name, List<LedgerApi> nodes, Written written, BooleanSupplier bothHit, long seed) {
        this.nodes = nodes;
        this.written = written;
        this.bothHit = bothHit;
        this.random = new Random(seed);
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    long answers() {
        return answers.get();
    }

    /** Reads that both nodes failed, allowed ones. */
    long failures() {
        return failures.get();
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    private void run() {
        try {
            while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                Optional<Written.Receipt> record = written.any(random, LATELY);
                if (record.isPresent()) {
                    step(record.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            faults.add("a reader ended: " + e);
        }
    }

    private void step(Written.Receipt record) throws InterruptedException {
        String run = record.key().runId();
        switch (random.nextInt(3)) {
            case 0 -> ask("/events?limit=20&order=desc", false);
            case 1 -> {
                String from = positions.get(run);
                ask("/runs/" + run + "?wait=15&at_least=" + (from == null ? record.position() : from), true)
                        .ifPresent(answer -> noteRun(run, answer));
            }
            default -> {
                String kind = record.key().kind() == RecordKey.Kind.EVENT ? "/events/" : "/artifacts/";
                String path = "/runs/" + run + kind + record.key().id() + "?wait=15&at_least=" + record.position();
                ask(path, true).ifPresent(answer -> checkRecord(path, record, answer));
            }
        }
    }

    private void checkRecord(String path, Written.Receipt record, LedgerApi.Answer answer) {
        JsonNode shown = answer.json();
        boolean isSent = record.body()
                .map(body -> body.path("payload").equals(shown.path("payload")))
                .orElse(true);
        if (!isSent || shown.path("sequence").asLong() < record.least()) {
            faults.add(path + ": was sent as " + record + ", is " + answer);
        }
    }

    private void noteRun(String run, LedgerApi.Answer answer) {
        JsonNode now = answer.json();
        JsonNode before = runs.put(run, now);
        if (before != null
                && before.path("event_count").asLong() > now.path("event_count").asLong()) {
            faults.add("run " + run + " had " + before + ", then " + now);
        }
        String position = String.join(",", answer.headers().getOrDefault("runledger-position", List.of()));
        if (!position.isEmpty()) {
            positions.put(run, position);
        }
    }

    /** Empty if both failed. */
    private Optional<LedgerApi.Answer> ask(String path, boolean waits) throws InterruptedException {
        boolean mayFail = waits || bothHit.getAsBoolean();
        int first = random.nextInt(nodes.size());
        StringBuilder said = new StringBuilder();
        for (int attempt = 0; attempt < 2; attempt++) {
            LedgerApi node = nodes.get((first + attempt) % nodes.size());
            try {
                LedgerApi.Answer answer = node.get(path);
                if (answer.status() == 200) {
                    answers.incrementAndGet();
                    return Optional.of(answer);
                }
                said.append(' ').append(node.url()).append(": ").append(answer);
                if (answer.status() != 503) {
                    faults.add(path + ":" + said);
                }
            } catch (IOException e) {
                said.append(' ').append(node.url()).append(": ").append(e);
            } catch (AssertionError e) {
                faults.add(path + ": " + e);
            }
        }
        failures.incrementAndGet();
        if (!mayFail && !bothHit.getAsBoolean()) {
            faults.add(path + ":" + said);
        }
        return Optional.empty();
    }

    void giveUp() {
        thread.interrupt();
    }

    void end() throws InterruptedException {
        stop.countDown();
        thread.join(TimeUnit.SECONDS.toMillis(90));
    }
}
