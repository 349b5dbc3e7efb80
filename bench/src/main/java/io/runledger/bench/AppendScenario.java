package io.runledger.bench;

import io.runledger.schemas.log.LogTopic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Writing over HTTP beside Kafka's own producer.
 *
 * @param syncing whether the broker puts every record on the disk before it says that it has it
 */
record AppendScenario(String name, boolean syncing) implements Scenario {
    private static final int THOUSAND = 1_000;
    private static final int MANY = 16;
    private static final int WARM_UP_PART = 50_000;

    @Override
    public String about() {
        return syncing
                ? "append, with a broker that syncs every write to the disk (flush.messages=1)"
                : "POST /events/batch and POST /events, beside Kafka's own producer of the same bytes";
    }

    @Override
    public boolean onlyByName() {
        return syncing;
    }

    @Override
    public void measure(Bench bench) throws Exception {
        Events events = bench.eventsAnew();
        try (MeasuredLedger ledger = MeasuredLedger.start()) {
            if (syncing) {
                sync(ledger);
            }
            warmUp(bench, ledger, events);
            for (int size : List.of(100, THOUSAND)) {
                for (int connections : List.of(1, 8)) {
                    batches(bench, ledger, events, size, connections);
                }
            }
            single(bench, ledger, events);
            many(bench, ledger, events);
        }
    }

    /** A new process compiles for half a minute, on the cores that it works on: that is no part of what a ledger does for days. */
    private static void warmUp(Bench bench, MeasuredLedger ledger, Events events) throws Exception {
        if (bench.warmUps() == 0) {
            return;
        }
        bench.say("warming up with %,d events", bench.events());
        int part = Math.min(bench.events(), WARM_UP_PART);
        for (int done = 0; done < bench.events(); done += part) {
            Posting.batches(ledger, events.next(part), THOUSAND, 8);
        }
        ledger.settle();
    }

    private static void sync(MeasuredLedger ledger) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ledger.kafka()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, LogTopic.DEFAULT_NAME),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("flush.messages", "1"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private void batches(Bench bench, MeasuredLedger ledger, Events events, int size, int connections)
            throws Exception {
        int perTurn = Math.max(bench.part(10, 1_000), size * connections) / (size * connections) * size * connections;
        try (PlainProducer producer = PlainProducer.forThroughput(ledger)) {
            List<List<Sample>> turns = Turns.take(
                    bench.warmUps(),
                    bench.rounds(),
                    ledger::settle,
                    List.of(
                            () -> Posting.batches(ledger, events.next(perTurn), size, connections),
                            () -> producer.appendAll(producer.encoded(events.next(perTurn)))));
            String what = "batches of " + String.format("%,d", size) + ", " + connections
                    + (connections == 1 ? " connection" : " connections");
            Measured row = Measured.of(what, "events/s", Rounds.of(turns.get(0), Sample::perSecond))
                    .beside("Kafka's producer", Rounds.of(turns.get(1), Sample::perSecond));
            bench.report().add(name, size == THOUSAND ? row.wants(FigureTarget.atLeast(0.25)) : row);
        }
    }

    private void single(Bench bench, MeasuredLedger ledger, Events events) throws Exception {
        int perTurn = bench.part(200, 20);
        try (PlainProducer producer = PlainProducer.forLatency(ledger)) {
            List<List<Sample>> turns = Turns.take(
                    2 * bench.warmUps(),
                    bench.rounds(),
                    ledger::settle,
                    List.of(
                            () -> Posting.singly(ledger, events.next(perTurn), 1),
                            () -> appended(producer, events.next(perTurn), 1)));
            bench.report()
                    .add(
                            name,
                            Measured.of("one POST /events, p50", "ms", Rounds.of(turns.get(0), Sample::p50))
                                    .beside("one synchronous produce", Rounds.of(turns.get(1), Sample::p50))
                                    .wants(FigureTarget.atMost(4)));
            bench.report()
                    .add(
                            name,
                            Measured.of("one POST /events, p99", "ms", Rounds.of(turns.get(0), Sample::p99))
                                    .beside("one synchronous produce", Rounds.of(turns.get(1), Sample::p99)));
        }
    }

    private void many(Bench bench, MeasuredLedger ledger, Events events) throws Exception {
        int perTurn = bench.part(20, 10 * MANY);
        try (PlainProducer producer = PlainProducer.forLatency(ledger)) {
            List<List<Sample>> turns = Turns.take(
                    bench.warmUps(),
                    bench.rounds(),
                    ledger::settle,
                    List.of(
                            () -> Posting.singly(ledger, events.next(perTurn), MANY),
                            () -> appended(producer, events.next(perTurn), MANY)));
            bench.report()
                    .add(
                            name,
                            Measured.of(
                                            "POST /events, " + MANY + " connections",
                                            "events/s",
                                            Rounds.of(turns.get(0), Sample::perSecond))
                                    .beside(
                                            MANY + " threads of synchronous produce",
                                            Rounds.of(turns.get(1), Sample::perSecond))
                                    .wants(FigureTarget.atLeast(0.25)));
        }
    }

    private static Sample appended(PlainProducer producer, List<MadeEvent> events, int threads) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = producer.encoded(events);
        List<Load.Client> clients = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Queue<ProducerRecord<byte[], byte[]>> own = new ArrayDeque<>();
            for (int record = i; record < records.size(); record += threads) {
                own.add(records.get(record));
            }
            clients.add(() -> {
                ProducerRecord<byte[], byte[]> record = own.poll();
                if (record == null) {
                    return 0;
                }
                producer.append(record);
                return 1;
            });
        }
        return Load.all(clients);
    }
}
