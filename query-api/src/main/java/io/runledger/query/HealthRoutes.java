package io.runledger.query;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.runledger.http.JsonAnswer;
import io.runledger.streams.views.LogUnavailableException;
import io.runledger.streams.views.Views;
import io.runledger.streams.views.ViewsClosedException;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Alive and ready, apart: {@code /health} says that the process answers, {@code /ready} that its answers are current. */
public final class HealthRoutes implements Consumer<JavalinConfig> {
    /** Records that a ready view may be behind; live traffic is always on its way. */
    private static final long MOST_LAG = 10_000;

    private final Views views;
    private final boolean debugContent;

    public HealthRoutes(Views views) {
        this(views, false);
    }

    /** @param debugContent whether the door of the same process stores prompts and raw model outputs */
    public HealthRoutes(Views views, boolean debugContent) {
        this.views = views;
        this.debugContent = debugContent;
    }

    @Override
    public void accept(JavalinConfig config) {
        config.routes.get("/health", this::health);
        config.routes.get("/ready", this::ready);
    }

    private void health(Context ctx) throws IOException {
        JsonAnswer.send(ctx, 200, out -> {
            out.writeStartObject();
            out.writeStringField("status", "ok");
            if (debugContent) {
                out.writeBooleanField("debug_content", true);
            }
            out.writeEndObject();
        });
    }

    private void ready(Context ctx) throws IOException {
        Map<Integer, Long> lag = new TreeMap<>();
        String reason;
        try {
            lag.putAll(views.lag());
            reason = lag.values().stream().anyMatch(behind -> behind > MOST_LAG)
                    ? "the views are more than " + MOST_LAG + " records behind the log"
                    : "";
        } catch (ViewsClosedException e) {
            reason = "the views are being made from the log";
        } catch (LogUnavailableException e) {
            reason = e.detail();
        }
        boolean ready = reason.isEmpty();
        String why = reason;
        JsonAnswer.send(ctx, ready ? 200 : 503, out -> {
            out.writeStartObject();
            out.writeStringField("status", ready ? "ready" : "not ready");
            if (!ready) {
                out.writeStringField("reason", why);
            }
            out.writeObjectFieldStart("lag");
            for (Map.Entry<Integer, Long> partition : lag.entrySet()) {
                out.writeNumberField(String.valueOf(partition.getKey()), partition.getValue());
            }
            out.writeEndObject();
            out.writeEndObject();
        });
    }
}
