package io.runledger.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Problem details for what Jetty refuses before any of our code sees it: bad URIs, headers that are too large, and anything while it stops. */
final class ServerErrors extends ErrorHandler {
    private static final String RETRY_AFTER = "1";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String detail =
                request.getAttribute(ERROR_MESSAGE) instanceof String message ? message : HttpStatus.getMessage(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemDetails.MEDIA_TYPE);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) { // it stops
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER);
        }
        byte[] body = Problems.ofStatus(status, status < 500 ? detail : HttpStatus.getMessage(status))
                .json();
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
