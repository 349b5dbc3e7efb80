package io.runledger.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What readers wait. The limit is {@code GET /health}, a request to the same server that reads nothing; and a page has to
 * cost the same however much the ledger holds.
 */
final class ReadScenario implements Scenario {
    private static final int LONG_RUN = 100_000;
    private static final int SMALLER = 10;
    private static final int ARTIFACTS = 500;
    private static final String ARTIFACT = """
            {"artifact_id":"report-%d","run_id":"%s","artifact_type":"report","title":"Report %d","status":"needs-review",\
            "storage_provider":"s3","location":"s3://reports/%d","data_class":"internal","source_type":"system","created_by":"bench"}
            """;

    @Override
    public String name() {
        return "read";
    }

    @Override
    public String about() {
        return "pages, records and audits by 1, 8 and 32 readers, in two sizes, beside a request that reads nothing";
    }

    @Override
    public void measure(Bench bench) throws Exception {
        Events events = bench.eventsAnew();
        try (MeasuredLedger ledger = MeasuredLedger.start();
                PlainProducer producer = PlainProducer.forThroughput(ledger)) {
            int few = bench.part(SMALLER, 1_000);
            bench.say("filling a ledger with %,d events", few);
            List<MadeEvent> known = events.next(few);
            producer.appendAll(producer.encoded(known));
            register(ledger, known);
            ledger.settle();
            Queries queries = new Queries(known, bench.seed());
            Map<String, List<Sample>> small = new TreeMap<>();
            for (Queries.Query query : queries.all()) {
                List<List<Sample>> turns = asked(bench, ledger, query, 1);
                small.put(query.what(), turns.get(0));
            }

            bench.say("filling up to %,d events", bench.events());
            producer.fill(events, bench.events() - few);
            String longRun = events.run(-1);
            int inLong = Math.min(LONG_RUN, bench.events());
            producer.appendAll(producer.encoded(events.next(inLong, longRun)));
            ledger.settle();
            List<Queries.Query> all = new ArrayList<>(queries.all());
            try (Connection connection = new Connection(ledger.url())) {
                all.add(Queries.inside(connection, longRun, inLong / 2));
            }
            for (Queries.Query query : all) {
                for (int readers : List.of(1, 8, 32)) {
                    List<List<Sample>> turns = asked(bench, ledger, query, readers);
                    add(bench, query.what() + ", " + readers + (readers == 1 ? " reader" : " readers"), turns);
                    if (readers == 1 && small.containsKey(query.what())) {
                        flat(bench, query.what(), turns.get(0), small.get(query.what()), few);
                    }
                }
            }
        }
    }

    private void add(Bench bench, String what, List<List<Sample>> turns) {
        bench.report()
                .add(
                        name(),
                        Measured.of(what, "requests/s", Rounds.of(turns.get(0), Sample::perSecond))
                                .beside("GET /health", Rounds.of(turns.get(1), Sample::perSecond)));
        bench.report()
                .add(name(), Measured.of(what + ", half of that, p50", "ms", Rounds.of(turns.get(2), Sample::p50)));
        bench.report()
                .add(name(), Measured.of(what + ", half of that, p99", "ms", Rounds.of(turns.get(2), Sample::p99)));
    }

    private void flat(Bench bench, String what, List<Sample> full, List<Sample> small, int few) {
        bench.report()
                .add(
                        name(),
                        Measured.of(
                                        what + ", p50, of " + Figures.shown(bench.events()),
                                        "ms",
                                        Rounds.of(full, Sample::p50))
                                .beside("of " + Figures.shown(few), Rounds.of(small, Sample::p50))
                                .wants(FigureTarget.atMost(1.5)));
    }

    /** As fast as it goes, the limit beside it, and at half that speed for what a reader waits who does not push. */
    private static List<List<Sample>> asked(Bench bench, MeasuredLedger ledger, Queries.Query query, int readers)
            throws Exception {
        Duration window = bench.window().dividedBy(4);
        try (Connections connections = new Connections(ledger, readers)) {
            List<Load.Client> asking = connections.clients((connection, i) -> asking(connection, query.paths(), i));
            List<Load.Client> bare = connections.clients((connection, i) -> asking(connection, List.of("/health"), i));
            double[] fastest = {0};
            return Turns.take(
                    1,
                    Math.min(3, bench.rounds()),
                    () -> {},
                    List.of(
                            () -> {
                                Sample sample = Load.during(window, asking);
                                fastest[0] = sample.perSecond();
                                return sample;
                            },
                            () -> Load.during(window, bare),
                            () -> Load.paced(fastest[0] / 2, window, asking)));
        }
    }

    private static Load.Client asking(Connection connection, List<String> paths, int reader) {
        List<byte[]> requests = paths.stream()
                .map(path -> connection.request("GET", path, "", new byte[0]))
                .toList();
        int[] next = {reader * 7};
        return () -> {
            connection.exchange(requests.get(next[0]++ % requests.size())).expecting(200);
            return 1;
        };
    }

    private static void register(MeasuredLedger ledger, List<MadeEvent> known) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ARTIFACTS; i++) {
            lines.append(ARTIFACT.formatted(i, known.get(i).runId(), i, i));
        }
        try (Connection connection = new Connection(ledger.url())) {
            connection
                    .post(
                            "/artifacts/batch",
                            "application/x-ndjson",
                            lines.toString().getBytes(UTF_8))
                    .expecting(200);
        }
    }
}
