package io.runledger.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Does things over and over, with a thread for each client. */
final class Load {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private Load() {}

    /** What a client does once. For one thread. */
    interface Client {
        /** How many things were done; 0 if there are none left to do. */
        int act() throws Exception;
    }

    /** Every client acts until it has nothing left: each as soon as its last was answered. */
    static Sample all(List<? extends Client> clients) throws Exception {
        return run(clients, client -> {
            Latencies latencies = new Latencies();
            long done = 0;
            long began = System.nanoTime();
            for (int did = client.act(); did > 0; did = client.act()) {
                long now = System.nanoTime();
                latencies.record(now - began);
                began = now;
                done += did;
            }
            return new Part(done, latencies);
        });
    }

    /** Every client acts for some time, once at least: each as soon as its last was answered. */
    static Sample during(Duration window, List<? extends Client> clients) throws Exception {
        return run(clients, client -> {
            Latencies latencies = new Latencies();
            long done = 0;
            long began = System.nanoTime();
            long end = began + window.toNanos();
            do {
                done += client.act();
                long now = System.nanoTime();
                latencies.record(now - began);
                began = now;
            } while (began < end);
            return new Part(done, latencies);
        });
    }

    /**
     * The clients together act so many times a second, at fixed moments, each once at least. Who comes late because the one before was slow has
     * waited since its moment: no coordinated omission.
     */
    static Sample paced(double perSecond, Duration window, List<? extends Client> clients) throws Exception {
        if (perSecond <= 0) {
            throw new IllegalArgumentException("nothing is to be done in a second");
        }
        long interval = (long) (1e9 * clients.size() / perSecond);
        long start = System.nanoTime();
        long end = start + window.toNanos();
        return run(clients, client -> {
            Latencies latencies = new Latencies();
            long done = 0;
            long due = start + interval * clients.indexOf(client) / clients.size();
            do {
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                done += client.act();
                latencies.record(System.nanoTime() - due);
                due += interval;
            } while (due < end);
            return new Part(done, latencies);
        });
    }

    private record Part(long done, Latencies latencies) {}

    private interface Work {
        Part of(Client client) throws Exception;
    }

    private static Sample run(List<? extends Client> clients, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        try {
            long began = System.nanoTime();
            List<Future<Part>> parts = new ArrayList<>();
            for (Client client : clients) {
                parts.add(threads.submit(() -> work.of(client)));
            }
            long done = 0;
            Latencies latencies = new Latencies();
            for (Future<Part> each : parts) {
                Part part = each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                done += part.done();
                latencies.add(part.latencies());
            }
            return Sample.of(done, System.nanoTime() - began, latencies);
        } finally {
            threads.shutdownNow();
        }
    }
}
