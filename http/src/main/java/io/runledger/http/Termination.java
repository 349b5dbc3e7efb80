package io.runledger.http;

import io.runledger.core.settings.Setting;
import io.runledger.core.settings.Settings;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a process ends when it is told to (SIGTERM).
 *
 * @param delay how long it still takes requests while {@code /ready} answers 503, for those who route traffic to hear of it
 * @param grace how long all of it may take, the delay included; then the process is halted with exit code 1
 */
public record Termination(Duration delay, Duration grace) {
    private static final Logger LOG = LoggerFactory.getLogger(Termination.class);

    private static final Setting DELAY = new Setting(
            "RUNLEDGER_SHUTDOWN_DELAY",
            "0s",
            "How long a process that is told to stop still takes requests, while its /ready answers 503");
    private static final Setting GRACE = new Setting(
            "RUNLEDGER_SHUTDOWN_GRACE",
            "25s",
            "How long a process may take to stop, that delay included; then it is halted. Requests under way get three fifths of it, less the delay");

    /** In the order in which they are documented. */
    public static final List<Setting> SETTINGS = List.of(DELAY, GRACE);

    private static final Duration SHORTEST_GRACE = Duration.ofSeconds(1);
    private static final Duration LONGEST_GRACE = Duration.ofHours(1);

    public Termination {
        if (grace.compareTo(SHORTEST_GRACE) < 0 || grace.compareTo(LONGEST_GRACE) > 0) {
            throw new IllegalArgumentException(GRACE.name() + " must be from 1s to 1h");
        }
        if (delay.compareTo(grace.dividedBy(2)) > 0) {
            throw new IllegalArgumentException(DELAY.name() + " must be at most half of " + GRACE.name());
        }
    }

    public static Termination from(Settings settings) {
        return new Termination(settings.duration(DELAY), settings.duration(GRACE));
    }

    /** At once, but for requests that are under way. */
    static Termination prompt() {
        return new Termination(Duration.ZERO, Duration.ofSeconds(8));
    }

    /** How long requests under way may take once no more are taken. The rest of the grace is for putting state on disk. */
    Duration patience() {
        return grace.multipliedBy(3).dividedBy(5).minus(delay);
    }

    /** Closes the service when the process is told to end. After SIGTERM the exit code is 143, as of any process that ends so. */
    public void onSignal(AutoCloseable service) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(service), "stop"));
    }

    private void stop(AutoCloseable service) {
        LOG.info("stopping, grace={}", grace);
        Thread limit = new Thread(this::haltAtLast, "halts-at-last");
        limit.setDaemon(true);
        limit.start();
        try {
            service.close();
            LOG.info("stopped");
        } catch (Exception e) {
            LOG.warn("it did not stop in order", e);
        }
    }

    private void haltAtLast() {
        try {
            Thread.sleep(grace.toMillis());
            LOG.error("it did not stop within the grace and is halted, grace={}", grace);
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
