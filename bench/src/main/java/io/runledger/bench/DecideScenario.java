package io.runledger.bench;

import java.util.List;

/** How long a client waits for a verdict on an idle ledger, beside one append to the same log. */
final class DecideScenario implements Scenario {
    @Override
    public String name() {
        return "decide";
    }

    @Override
    public String about() {
        return "from a request over HTTP to its verdict, beside one synchronous produce";
    }

    @Override
    public void measure(Bench bench) throws Exception {
        int perTurn = bench.part(500, Reviewing.RUNS);
        Events events = bench.eventsAnew();
        try (MeasuredLedger ledger = MeasuredLedger.start();
                PlainProducer producer = PlainProducer.forLatency(ledger)) {
            Reviewing reviewing = new Reviewing(ledger.url());
            reviewing.register();
            List<List<Sample>> turns = Turns.take(
                    2 * bench.warmUps(),
                    bench.rounds(),
                    ledger::settle,
                    List.of(() -> reviewed(reviewing, perTurn), () -> appended(producer, events.next(perTurn))));
            Rounds ours = Rounds.of(turns.get(0), Sample::p50);
            Rounds limit = Rounds.of(turns.get(1), Sample::p50);
            bench.report()
                    .add(
                            name(),
                            Measured.of("request to verdict, p50", "ms", ours)
                                    .beside("one synchronous produce", limit));
            bench.report()
                    .add(
                            name(),
                            Measured.of("request to verdict, p99", "ms", Rounds.of(turns.get(0), Sample::p99))
                                    .beside("one synchronous produce", Rounds.of(turns.get(1), Sample::p99)));
        }
    }

    private static Sample reviewed(Reviewing reviewing, int count) throws Exception {
        Latencies latencies = new Latencies();
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            latencies.time(reviewing::review);
        }
        return Sample.of(count, System.nanoTime() - began, latencies);
    }

    private static Sample appended(PlainProducer producer, List<MadeEvent> events) throws Exception {
        Latencies latencies = new Latencies();
        long began = System.nanoTime();
        for (MadeEvent event : events) {
            var record = producer.encoded(event);
            latencies.time(() -> producer.append(record));
        }
        return Sample.of(events.size(), System.nanoTime() - began, latencies);
    }
}
