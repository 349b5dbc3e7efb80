package io.runledger.streams.views.store;

/**
 * The views of a partition are not here now, or have not applied enough: they move to another process, are being
 * rebuilt, or this process stops. Passes.
 */
public final class ViewsClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ViewsClosedException() {
        super("the views of this partition are closed");
    }
}
