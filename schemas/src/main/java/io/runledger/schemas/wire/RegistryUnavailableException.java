package io.runledger.schemas.wire;

/** The schema registry did not answer, or not with what it should. Passing: the same call may go through later. */
public final class RegistryUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message) {
        super(message);
    }
}
