package io.runledger.endtoend.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a command of the command line said, in a process of its own.
 *
 * @param exit its exit code
 */
public record Command(int exit, String out, String err) {
    public static Command run(String... arguments) throws Exception {
        return run(Map.of(), arguments);
    }

    /** Begins it, and does not wait for it; what it says is lost. */
    public static Process start(Map<String, String> environment, String... arguments) throws Exception {
        ProcessBuilder builder = builder(environment, arguments);
        return builder.redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }

    private static ProcessBuilder builder(Map<String, String> environment, String... arguments) {
        List<String> command = TestJvm.command("-Xmx128m");
        command.add("io.runledger.cli.Main");
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("RUNLEDGER_GUARD_KEY", TestLedger.GUARD_KEY);
        builder.environment().putAll(environment);
        return builder;
    }

    public static Command run(Map<String, String> environment, String... arguments) throws Exception {
        Path out = Files.createTempFile("runledger-command", ".out");
        Path err = Files.createTempFile("runledger-command", ".err");
        try {
            Process process = builder(environment, arguments)
                    .redirectOutput(Redirect.to(out.toFile()))
                    .redirectError(Redirect.to(err.toFile()))
                    .start();
            if (!process.waitFor(300, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it does not end: " + String.join(" ", arguments));
            }
            return new Command(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
