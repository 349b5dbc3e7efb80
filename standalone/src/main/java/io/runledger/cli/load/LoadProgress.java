package io.runledger.cli.load;

import io.runledger.standalone.terminal.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a load is: a bar on a terminal, else a line every few seconds, so that a log stays readable. */
final class LoadProgress implements AutoCloseable {
    private static final long LINE_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

    private final Optional<ProgressBar> bar;
    private final PrintStream err;
    private final long size;
    private long bytes;
    private long records;
    private long nextLine = System.nanoTime() + LINE_EVERY_NANOS;

    private LoadProgress(Optional<ProgressBar> bar, PrintStream err, long size) {
        this.bar = bar;
        this.err = err;
        this.size = size;
    }

    static LoadProgress of(List<InputFile> files) throws IOException {
        PrintStream err = System.err;
        long size = 0;
        for (InputFile file : files) {
            long known = file.size();
            size = known < 0 || size < 0 ? -1 : size + known;
        }
        return new LoadProgress(Terminal.present() ? Optional.of(bar(size, err)) : Optional.empty(), err, size);
    }

    synchronized void step(long moreBytes, int moreRecords) {
        bytes += moreBytes;
        records += moreRecords;
        bar.ifPresent(shown -> shown.stepBy(moreBytes).setExtraMessage(" " + records + " records"));
        if (bar.isEmpty() && System.nanoTime() - nextLine > 0) {
            nextLine = System.nanoTime() + LINE_EVERY_NANOS;
            err.println(records + " records" + (size > 0 ? ", " + Math.min(100, bytes * 100 / size) + " %" : ""));
        }
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }

    private static ProgressBar bar(long size, PrintStream err) {
        return new ProgressBarBuilder()
                .setTaskName("Loading")
                .setInitialMax(size)
                .setUnit(" KiB", 1024)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(err))
                .build();
    }
}
