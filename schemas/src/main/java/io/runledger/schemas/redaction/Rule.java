package io.runledger.schemas.redaction;

import java.util.List;
import java.util.regex.Pattern;

/** One thing that must not be stored. Immutable. */
sealed interface Rule {
    /** Stands in what replaces the value. */
    String name();

    /**
     * Values under a name are secret.
     *
     * @param below whether what stands in an object under the name is secret, too
     */
    record Key(String name, Names names, boolean below) implements Rule {}

    /** Values under a name are prompts or what models answered. */
    record Content(String name, Names names) implements Rule {}

    /**
     * What looks so is secret: its first group, or all of it if it has none.
     *
     * @param anchors small letters; the pattern begins {@code lead} characters before one of them
     * @param open whether a letter or digit may stand right before it
     * @param entropy least bits for each character, 0 for any
     * @param bounded whether the pattern is known to end in time; others are given a limit
     */
    record Shape(
            String name,
            List<String> anchors,
            int lead,
            Pattern pattern,
            boolean open,
            double entropy,
            Check check,
            boolean bounded)
            implements Rule {}
}
