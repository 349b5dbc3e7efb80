package io.runledger.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/** {@code GET /export} of a full ledger, beside a plain consumer of its log, and the heap that the ledger takes for it. */
final class ExportScenario implements Scenario {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";

    @Override
    public String name() {
        return "export";
    }

    @Override
    public String about() {
        return "GET /export of everything, beside a plain consumer of the log, and the heap it takes";
    }

    @Override
    public void measure(Bench bench) throws Exception {
        try (MeasuredLedger ledger = MeasuredLedger.start();
                PlainProducer producer = PlainProducer.forThroughput(ledger);
                PlainConsumer log = new PlainConsumer(ledger)) {
            bench.say("filling a ledger with %,d events", bench.events());
            producer.fill(bench.eventsAnew(), bench.events());
            ledger.settle();
            List<Double> most = new ArrayList<>();
            List<List<Sample>> turns = Turns.take(
                    1,
                    Math.min(3, bench.rounds()),
                    () -> {},
                    List.of(() -> exported(ledger, log.end(), most), () -> log.readAll(record -> {})));
            bench.report()
                    .add(
                            name(),
                            Measured.of("records exported", "records/s", Rounds.of(turns.get(0), Sample::perSecond))
                                    .beside("plain consumer", Rounds.of(turns.get(1), Sample::perSecond)));
            bench.report().add(name(), Measured.of("most heap in use meanwhile", "MiB", new Rounds(most)));
        }
    }

    private static Sample exported(MeasuredLedger ledger, long records, List<Double> most) throws Exception {
        CompletableFuture<Sample> exporting = CompletableFuture.supplyAsync(() -> {
            try {
                return download(ledger, records);
            } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
            }
        });
        double heap = 0;
        try (Connection connection = new Connection(ledger.url())) {
            do {
                heap = Math.max(heap, heap(connection));
                LockSupport.parkNanos(LOOK.toNanos());
            } while (!exporting.isDone());
        }
        most.add(heap);
        return exporting.join();
    }

    private static Sample download(MeasuredLedger ledger, long records) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        long began = System.nanoTime();
        HttpResponse<InputStream> answer = client.send(
                HttpRequest.newBuilder(ledger.url().resolve("/export")).build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new IOException("GET /export was answered with " + answer.statusCode());
            }
            body.transferTo(OutputStream.nullOutputStream());
        }
        return Sample.of(records, System.nanoTime() - began);
    }

    /** In MiB. */
    private static double heap(Connection connection) throws IOException {
        return connection
                        .get("/metrics")
                        .expecting(200)
                        .text()
                        .lines()
                        .filter(line -> line.startsWith(HEAP))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum()
                / (1 << 20);
    }
}
