package io.runledger.standalone.registry;

import io.runledger.standalone.console.ClearFailure;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits until a starting registry answers that it is ready, or says why it never will. */
final class ReadyPoll {
    private static final int PAUSE_MILLIS = 50;
    private static final int LAST_LINES = 5;

    private final Process process;
    private final String url;
    private final Path log;

    ReadyPoll(Process process, String url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
    }

    void await(Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ready()) {
            // Waiting for its end is also the pause between two questions.
            if (process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new ClearFailure("The schema registry ended while it started (exit code " + process.exitValue()
                        + "); the end of " + log + ": " + lastLines());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new ClearFailure("The schema registry was not ready within " + limit.toSeconds()
                        + " s; the end of " + log + ": " + lastLines());
            }
        }
    }

    private boolean ready() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(url + "/health/ready").toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            // Not listening yet, which is what this waits for.
            return false;
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
