package io.runledger.streams.views;

/** The partition's views are not here now: they move to another process, are made again, or this one stops. Passing. */
public final class ViewsClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ViewsClosedException() {
        super("the views of this partition are closed");
    }
}
