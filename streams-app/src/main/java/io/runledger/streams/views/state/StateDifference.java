package io.runledger.streams.views.state;

import java.util.Locale;

/**
 * The first entry in which two states differ, in the order of families and keys.
 *
 * @param key for people to read; no part of a value
 */
public record StateDifference(String family, String key, Kind kind) {
    /** How the views that serve differ from the log. */
    public enum Kind {
        /** The log gives it, the views do not have it. */
        MISSING,
        /** The views have it, the log does not give it. */
        SURPLUS,
        /** Both have it, with other content. */
        CONTENT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
