package io.runledger.streams.views.log;

/** The broker does not answer. Passing. */
public final class LogUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String detail;

    public LogUnavailableException(String detail) {
        super(detail);
        this.detail = detail;
    }

    public String detail() {
        return detail;
    }
}
