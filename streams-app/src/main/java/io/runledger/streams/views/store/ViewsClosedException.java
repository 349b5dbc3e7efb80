package io.runledger.streams.views.store;

/**
 * The views of a partition are not here now, or not as far as they must be: they move to another process, are made again, or
 * this one stops. Passing.
 */
public final class ViewsClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ViewsClosedException() {
        super("the views of this partition are closed");
    }
}
