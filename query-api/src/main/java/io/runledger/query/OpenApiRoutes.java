package io.runledger.query;

import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Consumer;

/** The description of the whole API, of both doors, at {@code /openapi.json}. */
public final class OpenApiRoutes implements Consumer<JavalinConfig> {
    private final byte[] document;

    public OpenApiRoutes() {
        try (InputStream in = OpenApiRoutes.class.getResourceAsStream("openapi.json")) {
            document = Objects.requireNonNull(in, "openapi.json").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the API's description", e);
        }
    }

    @Override
    public void accept(JavalinConfig config) {
        config.routes.get(
                "/openapi.json", ctx -> ctx.contentType("application/json").result(document));
    }
}
