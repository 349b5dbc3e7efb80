package io.runledger.endtoend.ledger;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One service of a ledger as it is deployed: a process of its own, which can be killed and started again. */
public final class ServiceProcess {
    private static final int STOP_SECONDS = 30;

    private final Class<?> main;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private final Path output;
    private @Nullable Process process;

    public ServiceProcess(
            Path directory, String name, Class<?> main, Map<String, String> environment, String... arguments) {
        this.main = main;
        this.environment = environment;
        this.arguments = List.of(arguments);
        this.output = directory.resolve(name + ".log");
    }

    /** Starts it, and does not wait until it is ready. What it says goes behind what it said before. */
    public ServiceProcess start() throws Exception {
        List<String> command = TestJvm.command("-Xmx256m");
        command.add(main.getName());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output.toFile()));
        builder.environment().put("RUNLEDGER_GUARD_KEY", TestLedger.GUARD_KEY);
        builder.environment().putAll(environment);
        process = builder.start();
        return this;
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** SIGKILL: nothing of it runs any more, no shutdown hook either. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** SIGSTOP: it stands still as it is, with what it has in hand, and does not know it. */
    public void pause() throws Exception {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void goOn() throws Exception {
        signal("-CONT");
    }

    private void signal(String signal) throws Exception {
        String pid = String.valueOf(Objects.requireNonNull(process).pid());
        if (new ProcessBuilder("kill", signal, pid).start().waitFor() != 0) {
            throw new AssertionError("the process took no " + signal);
        }
    }

    /** SIGTERM. Completes with the exit code when it has ended. */
    public CompletableFuture<Integer> terminate() {
        Process running = Objects.requireNonNull(process);
        running.destroy();
        return running.onExit().thenApply(Process::exitValue);
    }

    /** SIGTERM, and a kill for who does not go. */
    public void stop() throws InterruptedException {
        if (process != null) {
            process.destroy();
            process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            kill();
        }
    }

    String said() throws Exception {
        return Files.readString(output);
    }
}
