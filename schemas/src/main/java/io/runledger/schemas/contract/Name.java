package io.runledger.schemas.contract;

import java.util.Optional;

/** The rule for names that are in no key: of tasks, bundles, files and packages. */
public final class Name {
    private Name() {}

    /** What is wrong with a text that should be one, as the end of a sentence; empty if nothing is. */
    public static Optional<String> problem(String text) {
        return Format.NAME.problem(text, Format.NAME.maxLength());
    }
}
