package io.runledger.query.admin;

import io.javalin.config.JavalinConfig;
import io.runledger.http.Health;
import io.runledger.http.Health.Readiness;
import io.runledger.streams.views.log.LogUnavailableException;
import io.runledger.streams.views.serve.Views;
import io.runledger.streams.views.store.ViewsClosedException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Alive and ready, apart: {@code /health} fails if the views can never be right again in this process, {@code /ready} says
 * whether what is read is current.
 */
public final class HealthRoutes implements Consumer<JavalinConfig> {
    /** Records that a ready view may be behind; live traffic is always on its way. */
    private static final long MOST_LAG = 10_000;

    private final Views views;
    private final Supplier<Optional<String>> other;
    private final boolean debugContent;

    public HealthRoutes(Views views) {
        this(views, Optional::empty, false);
    }

    /**
     * @param other why another part of the process can never work again; empty if it can
     * @param debugContent whether the door of the same process stores prompts and raw model outputs
     */
    public HealthRoutes(Views views, Supplier<Optional<String>> other, boolean debugContent) {
        this.views = views;
        this.other = other;
        this.debugContent = debugContent;
    }

    @Override
    public void accept(JavalinConfig config) {
        new Health(() -> views.health().failure().or(other), this::readiness, debugContent).accept(config);
    }

    private Readiness readiness() {
        Map<Integer, Long> lag = new TreeMap<>();
        String reason = views.trouble().orElse("");
        try {
            lag.putAll(views.lag());
            reason = !reason.isEmpty()
                    ? reason
                    : lag.values().stream().anyMatch(behind -> behind > MOST_LAG)
                            ? "the views are more than " + MOST_LAG + " records behind the log"
                            : "";
        } catch (ViewsClosedException e) {
            reason = reason.isEmpty() ? "the views are being rebuilt from the log" : reason;
        } catch (LogUnavailableException e) {
            reason = e.detail();
        }
        return new Readiness(reason, out -> {
            out.writeObjectFieldStart("lag");
            for (Map.Entry<Integer, Long> partition : lag.entrySet()) {
                out.writeNumberField(String.valueOf(partition.getKey()), partition.getValue());
            }
            out.writeEndObject();
            Optional<String> mending = views.mendingTrouble();
            if (mending.isPresent()) {
                out.writeArrayFieldStart("warnings");
                out.writeString(mending.get());
                out.writeEndArray();
            }
        });
    }
}
