package io.runledger.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;

/** Says every few seconds how far something is. */
final class ProgressLines implements AdminApi.Watcher {
    private static final long EVERY_NANOS = Duration.ofSeconds(2).toNanos();

    private final PrintStream err;
    private long next = System.nanoTime() + EVERY_NANOS;

    ProgressLines(PrintStream err) {
        this.err = err;
    }

    @Override
    public void see(JsonNode progress) {
        if (System.nanoTime() - next < 0) {
            return;
        }
        next = System.nanoTime() + EVERY_NANOS;
        StringBuilder line = new StringBuilder("  ")
                .append(progress.path("records").asLong())
                .append(" records");
        if (progress.has("records_per_second")) {
            line.append(", ")
                    .append(progress.path("records_per_second").asLong())
                    .append(" a second");
        }
        if (progress.has("seconds_left")) {
            line.append(", ")
                    .append(Math.round(progress.path("seconds_left").asDouble()))
                    .append(" s left");
        }
        if (progress.has("partitions")) {
            line.append(", ").append(progress.path("partitions").size()).append(" partitions done");
        }
        err.println(line);
    }
}
