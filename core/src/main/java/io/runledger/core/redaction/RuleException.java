package io.runledger.core.redaction;

/** A rule file cannot be used. The message is one line, which says where and what. */
public final class RuleException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    RuleException(String message) {
        super(message);
    }
}
