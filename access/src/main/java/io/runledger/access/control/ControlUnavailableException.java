package io.runledger.access.control;

/** The control topic cannot be read or written now. */
public final class ControlUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ControlUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    ControlUnavailableException(String message) {
        super(message);
    }
}
