package io.runledger.endtoend.review;

import io.runledger.endtoend.ledger.TestJvm;
import io.runledger.endtoend.ledger.TestLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The guard as it is deployed: a process of its own, which can be killed. Its store outlives it. */
final class GuardProcess implements AutoCloseable {
    /** As short as a broker takes it: a killed guard that does not come back is missed only then. */
    private static final Map<String, String> SESSION =
            Map.of("KAFKA_SESSION_TIMEOUT_MS", "6000", "KAFKA_HEARTBEAT_INTERVAL_MS", "1000");

    private final Process process;
    private final Path output;

    private GuardProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it, and does not wait until it reads.
     *
     * @param instance its node's name: under the same one it continues at once after a kill
     */
    static GuardProcess start(TestLedger ledger, Path state, String instance) throws Exception {
        Path output = Files.createTempFile("runledger-guard", ".log");
        List<String> command = TestJvm.command("-Xmx256m");
        command.add("io.runledger.streams.guard.Guard");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.to(output.toFile()));
        builder.environment().putAll(environment(ledger, state, instance));
        return new GuardProcess(builder.start(), output);
    }

    /** The settings of a guard before a ledger. */
    static Map<String, String> environment(TestLedger ledger, Path state, String instance) {
        Map<String, String> environment = new HashMap<>(SESSION);
        environment.put("RUNLEDGER_GUARD_KEY", TestLedger.GUARD_KEY);
        environment.put("RUNLEDGER_KAFKA_BOOTSTRAP", ledger.bootstrapServers());
        environment.put("RUNLEDGER_REGISTRY_URL", ledger.registryUrl());
        environment.put("RUNLEDGER_GUARD_STATE_DIR", state.toString());
        environment.put("RUNLEDGER_INSTANCE_ID", instance);
        environment.put("RUNLEDGER_GUARD_PORT", "0");
        return environment;
    }

    /** Fails, with what it said, if it ended by itself. */
    void assertRuns() {
        if (!process.isAlive()) {
            throw new AssertionError("the guard ended by itself: " + said());
        }
    }

    /** Lets it run for so long. */
    void runFor(Duration time) throws InterruptedException {
        if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            assertRuns();
        }
    }

    /** SIGSTOP: it halts as it is, with what it has in hand, and does not know it. */
    void pause() throws Exception {
        signal("-STOP");
    }

    /** SIGCONT. */
    void resume() throws Exception {
        signal("-CONT");
    }

    private void signal(String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("the guard took no " + signal);
        }
    }

    /** SIGKILL: nothing of it runs any more, no shutdown hook either. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** In order, so that it leaves its group. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
