package io.runledger.http;

import io.javalin.http.Context;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/**
 * A {@code HEAD} that is answered as its {@code GET} would be, with all its headers (RFC 9110, 9.3.2). The server sends no content
 * all the same: its connection knows what was asked.
 */
public final class HeadRequest extends Request.Wrapper {
    private static final String MARK = HeadRequest.class.getName();

    HeadRequest(Request request) {
        super(request);
        setAttribute(MARK, true);
    }

    /** Whether only the headers are asked for: then what would take long need not. */
    public static boolean is(Context ctx) {
        return ctx.attribute(MARK) != null;
    }

    @Override
    public String getMethod() {
        return HttpMethod.GET.asString();
    }
}
