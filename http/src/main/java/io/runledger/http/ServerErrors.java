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
        String message = request.getAttribute(ERROR_MESSAGE) instanceof String told ? told : "";
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemDetails.MEDIA_TYPE);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put(HttpHeader.CONNECTION, "close"); // where the next request would begin is not known
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) { // it stops
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER);
        }
        byte[] body = Problems.ofStatus(status, detail(status, message)).json();
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    /** What a refusal of the server's means, in words that do not change with its version. */
    static String detail(int status, String message) {
        return switch (status) {
            case 400 ->
                message.contains("URI") || message.contains("path") || message.contains("query")
                        ? "the request's target cannot be read: percent signs come before two hex digits of UTF-8, and no part"
                                + " of the path is . or .."
                        : "the request is not one of HTTP: look at its request line, its headers and how its body is framed";
            case 404 -> "there is nothing at this path";
            case 408 -> "the request did not come in time";
            case 414 ->
                "the request's target is too long; it and the headers together may have " + HttpServer.HEADER_BYTES
                        + " bytes";
            case 431 ->
                "the request's headers are too large; they and the target together may have " + HttpServer.HEADER_BYTES
                        + " bytes";
            default -> HttpStatus.getMessage(status);
        };
    }
}
