package io.runledger.core.redaction;

import java.util.List;
import java.util.regex.Pattern;

/** One thing that must not be stored. Immutable. */
sealed interface Rule {
    /** Stands in what replaces the value. */
    String name();

    /**
     * Values under a name are secret.
     *
     * @param below whether what is in an object under the name is secret, too
     */
    record Key(String name, Names names, boolean below) implements Rule {}

    /** Values under a name are prompts or what models answered. */
    record Content(String name, Names names) implements Rule {}

    /** What commands are told as passwords, each in its own way, is secret. */
    record Command(String name) implements Rule {}

    /** A rule about a name, and how surely it is about it. */
    record Named(Rule rule, Names.Match match) {
        /** Whether a text under the name is secret. */
        boolean isSecret(String text) {
            return switch (match) {
                case NO -> false;
                case MAYBE -> Generated.isNoDigest(text);
                case LIKELY -> Generated.is(text) || Generated.isDigest(text);
                case SURE -> !Placeholders.is(text);
            };
        }

        String name() {
            return rule.name();
        }
    }

    /**
     * What looks so is secret: its first group, or all of it if it has none.
     *
     * @param anchors small letters; the pattern begins {@code lead} characters before one of them
     * @param open whether a letter or digit may come right before it
     * @param entropy least bits for each character, 0 for any
     * @param bounded whether the pattern is known to end in time; others are given a limit
     * @param first what every match begins with; NUL if several characters may
     */
    record Shape(
            String name,
            List<String> anchors,
            int lead,
            Pattern pattern,
            boolean open,
            double entropy,
            Check check,
            boolean bounded,
            char first)
            implements Rule {

        /** Whether a match may begin with a character: a look that spares most others. */
        boolean mayBeginWith(char c) {
            return first == '\0' || first == c;
        }

        /** The letter that every match of a pattern begins with; NUL if that is not plain to see. */
        static char first(String pattern) {
            char first = pattern.charAt(0);
            boolean isLetter = (first | 0x20) >= 'a' && (first | 0x20) <= 'z';
            return isLetter && pattern.length() > 1 && "?*{|".indexOf(pattern.charAt(1)) < 0 && pattern.indexOf('|') < 0
                    ? first
                    : '\0';
        }
    }
}
