package io.runledger.schemas.wire;

/** The registry refuses a schema: it is not compatible with every version before it. Final for that schema. */
public final class IncompatibleSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IncompatibleSchemaException(String message) {
        super(message);
    }
}
