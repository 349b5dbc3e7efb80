package io.runledger.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** {@code POST /admin/replay} of a full ledger, beside a plain consumer that reads the same log and does nothing with it. */
final class ReplayScenario implements Scenario {
    private static final Duration LOOK = Duration.ofMillis(20);

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String about() {
        return "views rebuilt from the log while they serve, beside a plain consumer of it";
    }

    @Override
    public void measure(Bench bench) throws Exception {
        try (MeasuredLedger ledger = MeasuredLedger.start();
                PlainProducer producer = PlainProducer.forThroughput(ledger);
                PlainConsumer log = new PlainConsumer(ledger);
                Connection connection = new Connection(ledger.url())) {
            bench.say("filling a log with %,d events", bench.events());
            producer.fill(bench.eventsAnew(), bench.events());
            ledger.settle();
            List<List<Sample>> turns = Turns.take(
                    1,
                    Math.min(3, bench.rounds()),
                    () -> {},
                    List.of(() -> replayed(connection), () -> log.readAll(record -> {})));
            bench.report()
                    .add(
                            name(),
                            Measured.of("records replayed", "records/s", Rounds.of(turns.get(0), Sample::perSecond))
                                    .beside("plain consumer", Rounds.of(turns.get(1), Sample::perSecond))
                                    .wants(FigureTarget.atLeast(0.25)));
        }
    }

    private static Sample replayed(Connection connection) throws IOException {
        connection.post("/admin/replay", "application/json", new byte[0]).expecting(202);
        while (true) {
            JsonNode progress = ReportJson.of(connection.get("/admin/replay").expecting(200));
            switch (progress.path("state").asText()) {
                case "done" -> {
                    return new Sample(
                            progress.path("records").asLong(),
                            progress.path("took_seconds").asDouble(),
                            Optional.empty());
                }
                case "failed" -> throw new IOException("the replay failed: " + progress);
                default -> LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }
}
