package io.runledger.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.Set;

/** Answers {@code OPTIONS} of every path that there is with the methods it takes (RFC 9110, 9.3.7). */
final class MethodsAnswer implements Handler {
    @Override
    public void handle(Context ctx) {
        if (ctx.method().equals(HandlerType.OPTIONS)) {
            Set<String> methods = Api.methods(ctx.path());
            if (!methods.isEmpty()) {
                ctx.status(204).header("Allow", String.join(", ", methods)).skipRemainingHandlers();
            }
        }
    }
}
