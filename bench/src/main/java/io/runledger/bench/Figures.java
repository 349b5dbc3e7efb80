package io.runledger.bench;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
    private Figures() {}

    /** Three digits, or all before the point. */
    static String shown(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 || size == 0 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    /** The middle of the rounds and how far they spread. */
    static String shown(Rounds rounds) {
        return rounds.values().size() == 1
                ? shown(rounds.median())
                : shown(rounds.median()) + " (" + shown(rounds.low()) + "-" + shown(rounds.high()) + ")";
    }
}
