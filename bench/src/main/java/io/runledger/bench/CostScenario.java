package io.runledger.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What a ledger takes of disk, memory and processor for what is in it, and how long it takes to start. */
final class CostScenario implements Scenario {
    private static final double MIB = 1 << 20;
    private static final int BATCH = 1_000;
    private static final int WRITERS = 4;

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public String about() {
        return "disk beside the raw bytes, memory idle and loaded, processor time, start cold and warm";
    }

    @Override
    public void measure(Bench bench) throws Exception {
        Path data = Files.createTempDirectory("runledger-bench-");
        try {
            long raw = loaded(bench, data);
            disk(bench, data, raw);
            try (MeasuredLedger ledger = MeasuredLedger.start(data)) {
                add(
                        bench,
                        Measured.of("start, warm", "s", Rounds.of(seconds(ledger.readyAfter())))
                                .wants(FigureTarget.below(8)));
            }
        } finally {
            Directory.delete(data);
        }
    }

    /** The bytes of all keys and values. */
    private long loaded(Bench bench, Path data) throws Exception {
        try (MeasuredLedger ledger = MeasuredLedger.start(data);
                PlainConsumer log = new PlainConsumer(ledger)) {
            add(bench, Measured.of("start, cold (a new ledger)", "s", Rounds.of(seconds(ledger.readyAfter()))));
            ledger.settle();
            add(
                    bench,
                    Measured.of(
                                    "memory, idle",
                                    "MiB",
                                    Rounds.of(ledger.footprint().memory() / MIB))
                            .wants(FigureTarget.below(700)));
            Duration before = ledger.footprint().cpu();
            Events events = bench.eventsAnew();
            for (int left = bench.events(); left > 0; left -= WRITERS * BATCH) {
                Posting.batches(ledger, events.next(Math.min(left, WRITERS * BATCH)), BATCH, WRITERS);
            }
            ledger.settle();
            Duration used = ledger.footprint().cpu().minus(before);
            add(
                    bench,
                    Measured.of(
                            "processor time, written over HTTP and applied",
                            "s a million events",
                            Rounds.of(seconds(used) * 1e6 / bench.events())));
            add(
                    bench,
                    Measured.of(
                            "memory, loaded",
                            "MiB",
                            Rounds.of(ledger.footprint().memory() / MIB)));
            AtomicLong raw = new AtomicLong();
            log.readAll(record -> raw.addAndGet(record.serializedKeySize() + record.serializedValueSize()));
            return raw.get();
        }
    }

    private void disk(Bench bench, Path data, long raw) throws IOException {
        double perEvent = 1.0 / bench.events();
        double views = Directory.bytes(data.resolve("state"), file -> true);
        double log = Directory.bytes(
                data.resolve("kafka"), file -> String.valueOf(file.getParent()).contains("runledger.log-"));
        Rounds rawOfEach = Rounds.of(raw * perEvent);
        add(
                bench,
                Measured.of("log on disk", "bytes an event", Rounds.of(log * perEvent))
                        .beside("raw bytes", rawOfEach));
        add(
                bench,
                Measured.of("views on disk", "bytes an event", Rounds.of(views * perEvent))
                        .beside("raw bytes", rawOfEach)
                        .wants(FigureTarget.atMost(1)));
        add(
                bench,
                Measured.of("log and views on disk", "bytes an event", Rounds.of((log + views) * perEvent))
                        .beside("raw bytes", rawOfEach)
                        .wants(FigureTarget.atMost(2)));
    }

    private void add(Bench bench, Measured row) {
        bench.report().add(name(), row);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
