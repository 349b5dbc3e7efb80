package io.runledger.schemas.wire;

/** Bytes on the log that are no record of ours. */
public final class UnreadableRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why they are not. */
    public enum Reason {
        /** Not byte 0 and a schema id. */
        NOT_WIRE_FORMAT,
        /** The registry has no Avro schema with that id. */
        UNKNOWN_SCHEMA,
        /** An Avro record, but of no contract that this version knows. */
        UNKNOWN_RECORD,
        /** The bytes do not follow their schema, or continue after it. */
        UNDECODABLE
    }

    private final Reason reason;
    private final String detail;

    public UnreadableRecordException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
        this.detail = detail;
    }

    /** What is wrong, to be read after "the record": never the content itself. */
    public String detail() {
        return detail;
    }

    public Reason reason() {
        return reason;
    }
}
