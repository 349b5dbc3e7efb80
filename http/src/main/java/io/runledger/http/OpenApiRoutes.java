package io.runledger.http;

import io.javalin.config.JavalinConfig;
import java.util.function.Consumer;

/** The description of the whole API, of all services together, at {@code /openapi.json}. */
public final class OpenApiRoutes implements Consumer<JavalinConfig> {
    /** The description, as it is served. */
    public static byte[] document() {
        return Api.DOCUMENT.clone();
    }

    @Override
    public void accept(JavalinConfig config) {
        config.routes.get(
                "/openapi.json", ctx -> ctx.contentType("application/json").result(Api.DOCUMENT));
    }
}
