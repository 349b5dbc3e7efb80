package io.runledger.streams.views.store;

/** The views' store failed. The message says what to look at; the log is not touched by it. */
public final class ViewsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ViewsException(String message) {
        super(message);
    }

    public ViewsException(String message, Throwable cause) {
        super(message + " (" + cause.getMessage() + ")", cause);
    }
}
