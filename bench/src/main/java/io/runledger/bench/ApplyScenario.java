package io.runledger.bench;

import io.runledger.bench.views.MeasuredViews;
import io.runledger.bench.views.WrittenBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Making the views from a full log. The limits: RocksDB given the very same entries in the very same batches by a loop that
 * does nothing else, and a Streams topology that does nothing with what it reads.
 */
final class ApplyScenario implements Scenario {
    /** So many partitions make a turn. */
    private static final int OF_TURN = 3;

    @Override
    public String name() {
        return "apply";
    }

    @Override
    public String about() {
        return "records through the views, beside a bare RocksDB and a topology that only counts";
    }

    @Override
    public void measure(Bench bench) throws Exception {
        Path directory = Files.createTempDirectory("runledger-bench-");
        try {
            measure(bench, directory);
        } finally {
            Directory.delete(directory);
        }
    }

    private void measure(Bench bench, Path directory) throws Exception {
        try (MeasuredLedger ledger = MeasuredLedger.start();
                PlainProducer producer = PlainProducer.forThroughput(ledger);
                PlainConsumer log = new PlainConsumer(ledger);
                MeasuredViews views =
                        new MeasuredViews(ledger.kafka(), ledger.registry(), directory.resolve("views"))) {
            bench.say("filling a log with %,d events", bench.events());
            producer.fill(bench.eventsAnew(), bench.events());
            ledger.settle();
            int[] turn = {0, 0};
            List<List<Sample>> turns = Turns.take(
                    bench.warmUps(),
                    bench.rounds(),
                    () -> {},
                    List.of(
                            () -> applied(views, log, turn[0]++),
                            () -> written(views, log, turn[1]++),
                            () -> Counting.of(ledger, log.end(), directory.resolve("counting"))));
            Rounds ours = Rounds.of(turns.get(0), Sample::perSecond);
            bench.report()
                    .add(
                            name(),
                            Measured.of("records applied", "records/s", ours)
                                    .beside("bare RocksDB", Rounds.of(turns.get(1), Sample::perSecond))
                                    .wants(FigureTarget.atLeast(0.8)));
            bench.report()
                    .add(
                            name(),
                            Measured.of("records applied", "records/s", ours)
                                    .beside("only counting", Rounds.of(turns.get(2), Sample::perSecond))
                                    .wants(FigureTarget.atLeast(0.2)));
        }
    }

    private static List<Integer> partitions(PlainConsumer log, int turn) {
        return IntStream.range(OF_TURN * turn, OF_TURN * (turn + 1))
                .mapToObj(partition -> partition % log.partitions())
                .toList();
    }

    private static Sample applied(MeasuredViews views, PlainConsumer log, int turn) {
        List<Sample> samples = new ArrayList<>();
        for (int partition : partitions(log, turn)) {
            RateSpan span = new RateSpan();
            views.replay(partition, log.end(partition), span::add);
            samples.add(span.sample());
        }
        return Sample.sum(samples);
    }

    private static Sample written(MeasuredViews views, PlainConsumer log, int turn) {
        List<Sample> samples = new ArrayList<>();
        for (int partition : partitions(log, turn)) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            log.read(partition, records::add);
            List<WrittenBatch> batches = views.written(records);
            samples.add(Sample.of(records.size(), views.write(batches)));
        }
        return Sample.sum(samples);
    }
}
