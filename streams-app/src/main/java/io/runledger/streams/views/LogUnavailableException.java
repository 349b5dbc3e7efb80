package io.runledger.streams.views;

/** The broker does not answer. Passing. */
public final class LogUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LogUnavailableException(String message) {
        super(message);
    }
}
