package io.runledger.schemas.log;

/** The log topic cannot be used as it is. The message says what to do. */
public final class LogTopicException extends Exception {
    private static final long serialVersionUID = 1L;

    public LogTopicException(String message) {
        super(message);
    }
}
