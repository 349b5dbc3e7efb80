package io.runledger.standalone.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Says what is being started and how long it took. Components start in parallel, so every line can be read by itself. */
public final class StartProgress {
    private final PrintStream out;

    public StartProgress(PrintStream out) {
        this.out = out;
    }

    public void say(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    /** Runs one step of the start between two lines. */
    public <T> T step(String component, Callable<T> start) throws Exception {
        say("  " + component + " starting");
        long began = System.nanoTime();
        T started = start.call();
        say("  " + component + " ready in " + seconds(Duration.ofNanos(System.nanoTime() - began)));
        return started;
    }

    public static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
