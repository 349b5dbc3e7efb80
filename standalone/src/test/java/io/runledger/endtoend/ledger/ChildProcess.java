package io.runledger.endtoend.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A process that a test starts, and which has ended once this is closed. What it says goes to files, for a process whose output
 * nobody reads stops at some time, and is in the message of what fails.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Path HERE = Path.of(".");
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int LOOK_MILLIS = 20;
    private static final int LONGEST_WORD = 200;

    private final List<String> command;
    private final Process process;
    private final Path out;
    private final Path err;

    private ChildProcess(List<String> command, Process process, Path out, Path err) {
        this.command = command;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** @param environment what it finds there besides what this process does */
    public static ChildProcess start(List<String> command, Map<String, String> environment) throws IOException {
        return start(HERE, command, environment);
    }

    private static ChildProcess start(Path directory, List<String> command, Map<String, String> environment)
            throws IOException {
        Path out = Files.createTempFile("runledger-child", ".out");
        Path err = Files.createTempFile("runledger-child", ".err");
        try {
            ProcessBuilder builder = builder(directory, command, environment)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            return new ChildProcess(command, builder.start(), out, err);
        } catch (IOException e) {
            Files.delete(out);
            Files.delete(err);
            throw e;
        }
    }

    /** @param log which stays, and where what it says comes after what is there */
    static ChildProcess start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder = builder(HERE, command, environment)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        return new ChildProcess(command, builder.start(), log, log);
    }

    private static ProcessBuilder builder(Path directory, List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    /**
     * Runs a command to its end, and returns what it said.
     *
     * @throws IOException if it cannot be started, or ends with another exit code than 0
     */
    public static String run(Duration limit, Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        try (ChildProcess process = start(directory, command, environment)) {
            if (process.await(limit) != 0) {
                throw new IOException(process.told("failed"));
            }
            return process.said();
        }
    }

    /** Waits for its end, and returns its exit code. */
    public int await(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(told("does not end"));
        }
        return process.exitValue();
    }

    /** Waits until a pattern is found in its output. */
    public MatchResult await(Pattern pattern, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean ended = false;
        while (!ended && System.nanoTime() < deadline) {
            ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            Matcher found = pattern.matcher(out());
            if (found.find()) {
                return found.toMatchResult();
            }
        }
        throw new AssertionError(told((ended ? "ended without saying " : "does not say ") + pattern));
    }

    /** Lets it run for so long. */
    public void runFor(Duration time) throws InterruptedException {
        process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        assertRuns();
    }

    /** Fails if it ended by itself. */
    public void assertRuns() {
        if (!process.isAlive()) {
            throw new AssertionError(told("ended by itself"));
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGSTOP: it halts as it is, with what it has in hand, and does not know it. */
    public void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        run(STOP_LIMIT, HERE, Map.of(), List.of("kill", signal, String.valueOf(pid())));
    }

    /** SIGTERM. Completes with the exit code when it has ended. */
    public CompletableFuture<Integer> terminate() {
        process.destroy();
        return process.onExit().thenApply(Process::exitValue);
    }

    /** SIGKILL: nothing of it runs any more, no shutdown hook either. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGTERM, and a kill for one that does not leave. */
    public void stop() {
        terminate()
                .completeOnTimeout(-1, STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        kill();
    }

    @Override
    public void close() {
        stop();
        try {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    private String said() {
        return out.equals(err) ? out() : out() + err();
    }

    private String told(String what) {
        String shown = command.stream()
                .map(word -> word.length() > LONGEST_WORD ? "..." : word) // a class path
                .collect(Collectors.joining(" "));
        return shown + " " + what + ":\n" + said();
    }

    /** As far as it is written, which may be in the middle of a character. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
