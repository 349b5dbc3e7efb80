package io.runledger.endtoend.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A ledger as users have it: {@code runledger up} in a process of its own, which can be killed. */
public final class LedgerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Runledger is ready at (http://\\S+) ");
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final ChildProcess process;
    private final LedgerApi api;

    private LedgerProcess(ChildProcess process, String url) {
        this.process = process;
        this.api = new LedgerApi(url);
    }

    public static LedgerProcess start(Path data) throws Exception {
        return start(data, 0, Map.of());
    }

    /** @param registryPort 0 for any */
    public static LedgerProcess start(Path data, int registryPort, Map<String, String> environment) throws Exception {
        List<String> command = TestJvm.command("-Xmx512m");
        command.addAll(List.of("io.runledger.cli.Main", "up", "--data", data.toString()));
        command.addAll(List.of("--port", "0", "--kafka-port", "0", "--registry-port", String.valueOf(registryPort)));
        ChildProcess process = ChildProcess.start(command, environment);
        try {
            return new LedgerProcess(process, process.await(READY, START_LIMIT).group(1));
        } catch (AssertionError | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    public LedgerApi api() {
        return api;
    }

    public ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
