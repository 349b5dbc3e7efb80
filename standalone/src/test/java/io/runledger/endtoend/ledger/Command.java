package io.runledger.endtoend.ledger;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command of the command line said, in a process of its own.
 *
 * @param exit its exit code
 */
public record Command(int exit, String out, String err) {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    public static Command run(String... arguments) throws Exception {
        return run(Map.of(), arguments);
    }

    public static Command run(Map<String, String> environment, String... arguments) throws Exception {
        try (ChildProcess process = start(environment, arguments)) {
            return new Command(process.await(LIMIT), process.out(), process.err());
        }
    }

    /** Begins it, and does not wait for it. */
    public static ChildProcess start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = TestJvm.command("-Xmx128m");
        command.add("io.runledger.cli.Main");
        command.addAll(List.of(arguments));
        Map<String, String> all = new HashMap<>(Map.of("RUNLEDGER_GUARD_KEY", TestLedger.GUARD_KEY));
        all.putAll(environment);
        return ChildProcess.start(command, all);
    }
}
