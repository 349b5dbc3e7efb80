package io.runledger.endtoend.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One service of a ledger as it is deployed: a process of its own, which can be killed and started again. */
public final class ServiceProcess {
    private final List<String> command = TestJvm.command("-Xmx256m");
    private final Map<String, String> environment = new HashMap<>(Map.of("RUNLEDGER_GUARD_KEY", TestLedger.GUARD_KEY));
    private final Path log;
    private @Nullable ChildProcess process;

    public ServiceProcess(
            Path directory, String name, Class<?> main, Map<String, String> environment, String... arguments) {
        command.add(main.getName());
        command.addAll(List.of(arguments));
        this.environment.putAll(environment);
        this.log = directory.resolve(name + ".log");
    }

    /** Starts it, and does not wait until it is ready. Its log continues. */
    public ServiceProcess start() throws IOException {
        process = ChildProcess.start(command, environment, log);
        return this;
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** SIGKILL: nothing of it runs any more, no shutdown hook either. */
    public void kill() {
        if (process != null) {
            process.kill();
        }
    }

    /** The one that was started last, to be paused or stopped. */
    public ChildProcess process() {
        return Objects.requireNonNull(process);
    }
}
