package io.runledger.standalone.terminal;

/** A failure whose message is all its reader needs: one line that says what is wrong and what to do about it. */
public final class ClearFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClearFailure(String message) {
        super(message);
    }

    public ClearFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
