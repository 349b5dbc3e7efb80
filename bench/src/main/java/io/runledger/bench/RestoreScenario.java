package io.runledger.bench;

import io.runledger.streams.views.serve.Views;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The start of a ledger whose views are gone, beside one whose views are there, and what lies between beside a consumer. */
final class RestoreScenario implements Scenario {
    @Override
    public String name() {
        return "restore";
    }

    @Override
    public String about() {
        return "start of a full ledger without its views, beside a start with them and a plain consumer";
    }

    @Override
    public void measure(Bench bench) throws Exception {
        Path data = Files.createTempDirectory("runledger-bench-");
        try {
            fill(bench, data);
            List<Sample> without = new ArrayList<>();
            List<Sample> with = new ArrayList<>();
            List<Sample> restored = new ArrayList<>();
            List<Sample> consumed = new ArrayList<>();
            for (int round = 0; round < Math.min(3, bench.rounds()); round++) {
                Views.discard(data.resolve("state"));
                long made;
                try (MeasuredLedger ledger = MeasuredLedger.start(data);
                        PlainConsumer log = new PlainConsumer(ledger)) {
                    made = ledger.readyAfter().toNanos();
                    consumed.add(log.readAll(record -> {}));
                }
                try (MeasuredLedger ledger = MeasuredLedger.start(data)) {
                    long kept = ledger.readyAfter().toNanos();
                    without.add(Sample.of(1, made));
                    with.add(Sample.of(1, kept));
                    restored.add(Sample.of(bench.events(), Math.max(1, made - kept)));
                }
            }
            bench.report()
                    .add(
                            name(),
                            Measured.of("ready without views", "s", Rounds.of(without, Sample::seconds))
                                    .beside("ready with them", Rounds.of(with, Sample::seconds)));
            bench.report()
                    .add(
                            name(),
                            Measured.of(
                                            "records restored (in the time between)",
                                            "records/s",
                                            Rounds.of(restored, Sample::perSecond))
                                    .beside("plain consumer", Rounds.of(consumed, Sample::perSecond))
                                    .wants(FigureTarget.atLeast(0.25)));
        } finally {
            Directory.delete(data);
        }
    }

    private static void fill(Bench bench, Path data) throws Exception {
        bench.say("filling a log with %,d events", bench.events());
        try (MeasuredLedger ledger = MeasuredLedger.start(data);
                PlainProducer producer = PlainProducer.forThroughput(ledger)) {
            producer.fill(bench.eventsAnew(), bench.events());
            ledger.settle();
        }
    }
}
