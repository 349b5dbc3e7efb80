package io.runledger.core.redaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A piece of a text, from {@code start} to before {@code end}, that a rule is about. */
record Span(int start, int end, String rule) {
    private static final Comparator<Span> ORDER =
            Comparator.comparingInt(Span::start).thenComparing(Span::end, Comparator.reverseOrder());

    /** In order, and what overlaps made one under the name of the first. */
    static List<Span> merged(List<Span> spans) {
        if (spans.size() < 2) {
            return spans;
        }
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort(ORDER);
        List<Span> merged = new ArrayList<>();
        Span last = sorted.get(0);
        for (Span span : sorted.subList(1, sorted.size())) {
            if (span.start < last.end) {
                last = new Span(last.start, Math.max(last.end, span.end), last.rule);
            } else {
                merged.add(last);
                last = span;
            }
        }
        merged.add(last);
        return merged;
    }

    /** The text with each span replaced. */
    static String replaced(String text, List<Span> spans) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        for (Span span : spans) {
            out.append(text, at, span.start).append(Redaction.replacement(span.rule));
            at = span.end;
        }
        return out.append(text, at, text.length()).toString();
    }
}
