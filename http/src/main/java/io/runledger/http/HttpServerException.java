package io.runledger.http;

/** The server cannot listen where it should. The message says what to do. */
public final class HttpServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HttpServerException(String host, int port, Throwable cause) {
        super("cannot listen on " + host + ":" + port + " (" + reason(cause)
                + "); another process may have the port, give another or stop that one");
        initCause(cause);
    }

    private static String reason(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
