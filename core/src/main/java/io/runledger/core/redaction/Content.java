package io.runledger.core.redaction;

/** What is done about prompts and raw model outputs. */
public enum Content {
    /** Their values are replaced. */
    DROP,
    /** They stay, but for the secrets in them, and are told of. */
    KEEP
}
