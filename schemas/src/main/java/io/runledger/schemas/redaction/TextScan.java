package io.runledger.schemas.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets in a text, by their shapes and by the names they are given, as it stands and without its escapes. Takes time
 * in proportion to the text's length. Immutable.
 */
final class TextScan {
    private static final int MOST_LEVELS = 3;

    /** What a pattern of somebody else's may look at from one place. */
    private static final int MOST_STEPS = 100_000;

    private final Rules rules;
    private final Anchors anchors;

    TextScan(Rules rules) {
        this.rules = rules;
        this.anchors = rules.anchors();
    }

    /** In order, without overlaps. */
    List<Span> find(String text) {
        return rules.mayBeIn(text) ? find(text, 1) : List.of();
    }

    private List<Span> find(String text, int level) {
        List<Span> spans = plain(text);
        if (level <= MOST_LEVELS) {
            Decoded.of(text).ifPresent(decoded -> find(decoded.text(), level + 1)
                    .forEach(span -> spans.add(decoded.inSource(span))));
        }
        return Span.merged(spans);
    }

    private List<Span> plain(String text) {
        List<Span> spans = new ArrayList<>();
        int state = 0;
        int nameEnd = -1;
        int covered = 0;
        for (int i = 0; i < text.length(); i++) {
            state = anchors.step(state, text.charAt(i));
            for (int anchor : anchors.ending(state)) {
                int start = i + 1 - anchors.length(anchor);
                for (Rule.Shape shape : rules.shapes(anchor)) {
                    Span span =
                            start - shape.lead() < covered ? null : shaped(text, start - shape.lead(), covered, shape);
                    if (span != null) {
                        spans.add(span);
                        covered = Math.max(covered, span.end());
                    }
                }
                if (i >= nameEnd && start >= covered && rules.isName(anchor)) {
                    Assignment assignment = new Assignment(text, i);
                    nameEnd = assignment.end();
                    Span span = rules.secret(assignment.plainName())
                            .flatMap(rule -> assignment.value(rule.name()))
                            .orElse(null);
                    if (span != null) {
                        spans.add(span);
                        covered = Math.max(covered, span.end());
                    }
                }
            }
        }
        return spans;
    }

    /** @param covered where the last secret ends; another may begin right there */
    private static @Nullable Span shaped(String text, int start, int covered, Rule.Shape shape) {
        if (start < 0 || (!shape.open() && start > covered && isWord(text.charAt(start - 1)))) {
            return null;
        }
        Matcher matcher = shape.pattern().matcher(shape.bounded() ? text : new Limited(text, new int[] {MOST_STEPS}));
        matcher.useTransparentBounds(true).useAnchoringBounds(false).region(start, text.length());
        try {
            if (!matcher.lookingAt()) {
                return null;
            }
        } catch (LimitException | StackOverflowError e) {
            return new Span(0, text.length(), shape.name()); // it cannot be known, so it is not kept
        }
        int group = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
        String secret = text.substring(matcher.start(group), matcher.end(group));
        return isSecret(secret, shape) ? new Span(matcher.start(group), matcher.end(group), shape.name()) : null;
    }

    private static boolean isSecret(String secret, Rule.Shape shape) {
        return !secret.isEmpty()
                && shape.check().passes(secret)
                && (shape.entropy() == 0 || Check.entropy(secret) >= shape.entropy())
                && !secret.endsWith("EXAMPLE")
                && !secret.endsWith("EXAMPLEKEY")
                && !Placeholders.is(secret);
    }

    static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** A pattern took too many steps. */
    private static final class LimitException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LimitException() {
            super("a pattern took too many steps", null, false, false);
        }
    }

    /** A text that can be looked at so often. */
    private record Limited(CharSequence text, int[] left) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--left[0] < 0) {
                throw new LimitException();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
