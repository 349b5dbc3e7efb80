package io.runledger.schemas.contract;

import java.util.Optional;

/** The rule that ids and names in keys and paths keep. */
public final class Identifier {
    private Identifier() {}

    /** What is wrong with a text that should be one, as the end of a sentence; empty if nothing is. */
    public static Optional<String> problem(String text) {
        return Format.IDENTIFIER.problem(text, Format.IDENTIFIER.maxLength());
    }
}
