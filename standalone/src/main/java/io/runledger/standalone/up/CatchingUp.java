package io.runledger.standalone.up;

import io.runledger.standalone.terminal.ClearFailure;
import io.runledger.standalone.terminal.StartProgress;
import io.runledger.streams.views.log.LogUnavailableException;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.ViewsClosedException;
import java.time.Duration;
import java.util.Optional;

/** Waits until the views have what was on the log, and says how far they are when it takes long. */
final class CatchingUp {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration SAY = Duration.ofSeconds(3);

    /** Some trouble passes. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Views views;
    private final StartProgress progress;

    CatchingUp(Views views, StartProgress progress) {
        this.views = views;
        this.progress = progress;
    }

    /**
     * A rebuild takes as long as the log is; whoever waits can stop it.
     *
     * @throws ClearFailure if something keeps the views from being made
     */
    void await() throws InterruptedException {
        long said = System.nanoTime();
        long wellAt = said;
        while (true) {
            Optional<String> trouble = views.trouble();
            if (trouble.isEmpty()) {
                wellAt = System.nanoTime();
            } else if (System.nanoTime() - wellAt > PATIENCE.toNanos()) {
                throw new ClearFailure(trouble.get());
            }
            String lag = lag();
            if (lag.isEmpty()) {
                return;
            }
            if (System.nanoTime() - said > SAY.toNanos()) {
                said = System.nanoTime();
                progress.say("  views: " + lag);
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    private String lag() {
        try {
            long lag = views.lag().values().stream().mapToLong(Long::longValue).sum();
            return lag == 0 ? "" : lag + " records behind the log";
        } catch (ViewsClosedException e) {
            return "being made from the log";
        } catch (LogUnavailableException e) {
            return e.detail();
        }
    }
}
