package io.runledger.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * How soon a reader who does not ask to wait sees what was written: from the 201 to the first answer that has it. The limit
 * is a plain consumer that waits for the record on the log.
 */
final class VisibleScenario implements Scenario {
    private static final int BATCH = 100;
    private static final int WRITERS = 4;

    @Override
    public String name() {
        return "visible";
    }

    @Override
    public String about() {
        return "from a write's 201 to the first read that has it, idle and under load, beside a plain consumer";
    }

    @Override
    public void measure(Bench bench) throws Exception {
        Events events = bench.eventsAnew();
        try (MeasuredLedger ledger = MeasuredLedger.start();
                PlainProducer producer = PlainProducer.forLatency(ledger);
                PlainConsumer consumer = new PlainConsumer(ledger)) {
            consumer.follow();
            int perTurn = bench.part(400, 20);
            List<List<Sample>> turns = Turns.take(
                    bench.warmUps(),
                    bench.rounds(),
                    ledger::settle,
                    List.of(
                            () -> read(ledger, events.next(perTurn), new CompletableFuture<>()),
                            () -> consumed(producer, consumer, events.next(perTurn))));
            add(bench, "idle", turns.get(0), turns.get(1), 5, 50);
            loaded(bench, ledger, events);
        }
    }

    private void add(Bench bench, String when, List<Sample> ours, List<Sample> limit, double p50, double p99) {
        String plain = "plain consumer, idle";
        bench.report()
                .add(
                        name(),
                        Measured.of("visible, " + when + ", p50", "ms", Rounds.of(ours, Sample::p50))
                                .beside(plain, Rounds.of(limit, Sample::p50))
                                .wants(FigureTarget.below(p50)));
        bench.report()
                .add(
                        name(),
                        Measured.of("visible, " + when + ", p99", "ms", Rounds.of(ours, Sample::p99))
                                .beside(plain, Rounds.of(limit, Sample::p99))
                                .wants(FigureTarget.below(p99)));
    }

    /** The most is what the ledger takes and has applied in the same time. */
    private void loaded(Bench bench, MeasuredLedger ledger, Events events) throws Exception {
        int most = bench.part(2, 4_000);
        List<MadeEvent> all = events.next(most);
        long began = System.nanoTime();
        Posting.batches(ledger, all, BATCH, WRITERS);
        ledger.settle();
        double half = most / ((System.nanoTime() - began) / 1e9) / 2;
        bench.say("half of the maximum load is %,.0f events/s", half);
        List<Sample> ours = new ArrayList<>();
        List<Sample> background = new ArrayList<>();
        for (int round = 0; round < bench.rounds(); round++) {
            ledger.settle();
            Queue<MadeEvent> writes =
                    new ArrayDeque<>(events.next((int) (half * bench.window().toNanos() / 1e9) + 1));
            List<byte[]> batches = new ArrayList<>();
            while (!writes.isEmpty()) {
                List<MadeEvent> batch = new ArrayList<>();
                while (!writes.isEmpty() && batch.size() < BATCH) {
                    batch.add(writes.remove());
                }
                batches.add(Posting.lines(batch));
            }
            CompletableFuture<Sample> load = Background.post(ledger, batches, half / BATCH, WRITERS, bench.window());
            ours.add(read(ledger, events.next(bench.part(100, 2_000)), load));
            background.add(load.join());
        }
        bench.report().add(name(), Measured.of("visible, half load, p50", "ms", Rounds.of(ours, Sample::p50)));
        bench.report().add(name(), Measured.of("visible, half load, p99", "ms", Rounds.of(ours, Sample::p99)));
        bench.report()
                .add(
                        name(),
                        Measured.of(
                                "the load meanwhile",
                                "events/s",
                                Rounds.of(background, sample -> BATCH * sample.perSecond())));
    }

    /** Ends with the events, or when {@code until} is done. */
    private static Sample read(MeasuredLedger ledger, List<MadeEvent> events, CompletableFuture<?> until)
            throws Exception {
        Latencies latencies = new Latencies();
        long started = System.nanoTime();
        try (Connection writer = new Connection(ledger.url());
                Connection reader = new Connection(ledger.url())) {
            for (MadeEvent event : events) {
                if (until.isDone() && latencies.count() > 0) {
                    break;
                }
                byte[] write = Posting.single(writer, event.json());
                byte[] read =
                        reader.request("GET", "/runs/" + event.runId() + "/events/" + event.eventId(), "", new byte[0]);
                JsonNode receipt = ReportJson.of(writer.exchange(write).expecting(201));
                long began = System.nanoTime();
                if (!receipt.has("position")) {
                    throw new IllegalStateException("a receipt without its position: " + receipt);
                }
                Connection.Answer answer = reader.exchange(read);
                while (answer.status() == 404) {
                    answer = reader.exchange(read);
                }
                answer.expecting(200);
                latencies.record(System.nanoTime() - began);
            }
        }
        return Sample.of(latencies.count(), System.nanoTime() - started, latencies);
    }

    private static Sample consumed(PlainProducer producer, PlainConsumer consumer, List<MadeEvent> events)
            throws Exception {
        Latencies latencies = new Latencies();
        long started = System.nanoTime();
        consumer.follow();
        for (MadeEvent event : events) {
            RecordMetadata appended = producer.append(producer.encoded(event));
            long began = System.nanoTime();
            consumer.await(appended.partition(), appended.offset());
            latencies.record(System.nanoTime() - began);
        }
        return Sample.of(events.size(), System.nanoTime() - started, latencies);
    }
}
