package io.runledger.endtoend.failure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Readers that ask at a steady rate, until they are closed, and note what no reader may meet: an answer that is not 200, and
 * one that was read at an earlier position than an answer before it.
 */
final class SteadyReaders implements AutoCloseable {
    private static final int THREADS = 4;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;
    private final List<String> paths;
    private final long pauseNanos;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong slowestNanos = new AtomicLong();

    SteadyReaders(String url, List<String> paths, int perSecond) {
        this.url = url;
        this.paths = paths;
        this.pauseNanos = TimeUnit.SECONDS.toNanos(1) * THREADS / perSecond;
        for (int i = 0; i < THREADS; i++) {
            int first = i;
            Thread thread = new Thread(() -> read(first), "test-reader-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    long answers() {
        return answers.get();
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    private void read(int first) {
        Map<String, Long> positions = new HashMap<>();
        long next = System.nanoTime();
        try {
            for (int i = first; !stop.await(Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS); i++) {
                next += pauseNanos;
                ask(paths.get(Math.floorMod(i, paths.size())), positions);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(String path, Map<String, Long> positions) throws InterruptedException {
        long began = System.nanoTime();
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(url + path))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    BodyHandlers.ofString());
            slowestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
            if (answer.statusCode() != 200) {
                faults.add(path + ": " + answer.statusCode() + " " + answer.body());
            }
            String at = answer.headers().firstValue("Runledger-Position").orElse("");
            for (String position : at.isEmpty() ? new String[0] : at.split(",", -1)) {
                String[] parts = position.split(":", 2);
                long offset = Long.parseLong(parts[1]);
                Long before = positions.put(parts[0], offset);
                if (before != null && before > offset) {
                    faults.add(path + ": back from " + before + " to " + position);
                }
            }
            answers.incrementAndGet();
        } catch (IOException e) {
            faults.add(path + ": " + e);
        }
    }

    @Override
    public void close() {
        stop.countDown();
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(35));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
