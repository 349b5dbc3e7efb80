package io.runledger.cli.load;

import io.runledger.standalone.terminal.StartProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What came of a load: the counts of each file, the first problems, and where it stopped if it did. Thread-safe. */
final class LoadResult {
    static final int LISTED_PROBLEMS = 10;

    private final List<FileResult> files = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private Optional<Problem> stop = Optional.empty();

    /** @param place the file's rank among the files given */
    record Problem(int place, String file, int line, String text) {
        static final Comparator<Problem> IN_READING_ORDER =
                Comparator.comparingInt(Problem::place).thenComparingInt(Problem::line);

        @Override
        public String toString() {
            return file + ":" + line + ": " + text;
        }
    }

    synchronized FileResult newFile(String name) {
        FileResult file = new FileResult(name);
        files.add(file);
        return file;
    }

    /** Keeps the first ones in reading order, whatever the order they are met in. */
    synchronized void problem(Problem problem) {
        problems.add(problem);
        problems.sort(Problem.IN_READING_ORDER);
        if (problems.size() > LISTED_PROBLEMS) {
            problems.remove(LISTED_PROBLEMS);
        }
    }

    synchronized void stoppedAt(Problem problem) {
        stop = stop.filter(known -> Problem.IN_READING_ORDER.compare(known, problem) <= 0)
                .or(() -> Optional.of(problem));
    }

    synchronized boolean stopped() {
        return stop.isPresent();
    }

    synchronized Optional<Problem> stop() {
        return stop;
    }

    /** How many records were answered, or could not even be sent. */
    synchronized long total() {
        return files.stream().mapToLong(FileResult::total).sum();
    }

    synchronized long refused() {
        return files.stream().mapToLong(FileResult::refused).sum();
    }

    synchronized List<String> problemLines() {
        List<String> lines =
                new ArrayList<>(problems.stream().map(Problem::toString).toList());
        long more = refused() - problems.size();
        if (more > 0) {
            lines.add("... and " + more + " more");
        }
        return lines;
    }

    synchronized List<String> summaryLines(Duration took) {
        List<String> lines =
                new ArrayList<>(files.stream().map(FileResult::toString).toList());
        long total = total();
        double rate = total / Math.max(0.001, took.toMillis() / 1000.0);
        lines.add(String.format(Locale.ROOT, "%d records in %s (%.0f/s)", total, StartProgress.seconds(took), rate));
        return lines;
    }
}
