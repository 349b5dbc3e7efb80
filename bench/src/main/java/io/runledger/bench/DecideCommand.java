package io.runledger.bench;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code runledger bench decide}: how long a client waits for a verdict on an idle ledger. Requests go one after the other, and
 * in turns with the limit, so that both meet the same machine.
 */
@Command(
        name = "decide",
        description = "Measure the time from a request over HTTP to its verdict, beside that of one append to the log.",
        mixinStandardHelpOptions = true)
final class DecideCommand implements Callable<Integer> {
    private static final int TURN = 2 * Reviewing.RUNS;

    /** Until compilers and caches are warm: medians fall no further. */
    private static final int WARM_UP = 20 * TURN;

    @Option(
            names = "--requests",
            paramLabel = "N",
            description = "How many are measured, at least (default: ${DEFAULT-VALUE}).")
    private int requests = 2_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (requests < 1) {
            throw new ParameterException(spec.commandLine(), "--requests must be 1 or more, not " + requests);
        }
        Latencies decided = new Latencies("request to verdict, over HTTP");
        Latencies appended = new Latencies("limit: one append, acks=all");
        try (MeasuredLedger ledger = MeasuredLedger.start();
                Appending appending = new Appending(ledger)) {
            Reviewing reviewing = new Reviewing(ledger.url());
            reviewing.register();
            measure(Math.min(WARM_UP, 2 * requests), reviewing, new Latencies(""), appending, new Latencies(""));
            measure(requests, reviewing, decided, appending, appended);
        }
        print(spec.commandLine().getOut(), decided, appended);
        return 0;
    }

    private static void measure(
            int requests, Reviewing reviewing, Latencies decided, Appending appending, Latencies appended)
            throws Exception {
        for (int done = 0; done < requests; done += TURN) {
            for (int i = 0; i < TURN; i++) {
                decided.time(reviewing::review);
            }
            for (int i = 0; i < TURN; i++) {
                appended.time(appending::append);
            }
        }
    }

    private static void print(PrintWriter out, Latencies decided, Latencies appended) {
        out.println(Latencies.heading());
        out.println(decided.row());
        out.println(appended.row());
        out.println(decided.ratioRow(appended));
        out.flush();
    }
}
