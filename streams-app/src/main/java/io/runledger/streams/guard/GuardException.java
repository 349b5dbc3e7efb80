package io.runledger.streams.guard;

/** The guard cannot continue for now; it starts again from where it was. */
final class GuardException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GuardException(String message) {
        super(message);
    }
}
