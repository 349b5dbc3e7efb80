package io.runledger.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Alive and ready, apart. {@code GET /health} fails (503) only if the process cannot continue and must be started again; what is
 * away, a broker among them, is no reason. {@code GET /ready} says whether it should get traffic now, and from the moment it
 * begins to stop that it should not.
 */
public final class Health implements Consumer<JavalinConfig> {
    private static final String STOPPING = "the process stops";

    private final Supplier<Optional<String>> failure;
    private final Supplier<Readiness> readiness;
    private final boolean debugContent;

    /** @param failure why the process can never work again; empty if it can */
    public Health(Supplier<Optional<String>> failure, Supplier<Readiness> readiness) {
        this(failure, readiness, false);
    }

    /** @param debugContent whether it stores prompts and raw model outputs, of which everybody should know */
    public Health(Supplier<Optional<String>> failure, Supplier<Readiness> readiness, boolean debugContent) {
        this.failure = failure;
        this.readiness = readiness;
        this.debugContent = debugContent;
    }

    /**
     * Whether a process takes traffic.
     *
     * @param reason why it does not; empty if it does
     * @param members what else there is to say, as members of an object that is open
     */
    public record Readiness(String reason, JsonAnswer.Body members) {
        public static final Readiness READY = new Readiness("", out -> {});

        public static Readiness notReady(String reason) {
            return new Readiness(reason, out -> {});
        }
    }

    @Override
    public void accept(JavalinConfig config) {
        config.routes.get("/health", this::health);
        config.routes.get("/ready", this::ready);
    }

    private void health(Context ctx) throws IOException {
        Optional<String> reason = failure.get();
        JsonAnswer.send(ctx, reason.isEmpty() ? 200 : 503, out -> {
            out.writeStartObject();
            out.writeStringField("status", reason.isEmpty() ? "ok" : "failed");
            if (reason.isPresent()) {
                out.writeStringField("reason", reason.get());
            }
            if (debugContent) {
                out.writeBooleanField("debug_content", true);
            }
            out.writeEndObject();
        });
    }

    private void ready(Context ctx) throws IOException {
        Readiness now = HttpServer.isStopping(ctx) ? Readiness.notReady(STOPPING) : readiness.get();
        boolean ready = now.reason.isEmpty();
        JsonAnswer.send(ctx, ready ? 200 : 503, out -> {
            out.writeStartObject();
            out.writeStringField("status", ready ? "ready" : "not ready");
            if (!ready) {
                out.writeStringField("reason", now.reason);
            }
            now.members.write(out);
            out.writeEndObject();
        });
    }
}
