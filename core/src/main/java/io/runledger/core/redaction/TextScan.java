package io.runledger.core.redaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets in a text, by their shapes and by the names they are given, as it is and without its escapes. Takes time
 * in proportion to the text's length. Immutable.
 */
final class TextScan {
    private static final int MOST_LEVELS = 3;

    /** What a pattern of somebody else's may look at from one place. */
    private static final int MOST_STEPS = 100_000;

    /** What is found further on does not hide what is before it. */
    private static final int MOST_BEHIND = 64;

    /** A pattern's own beginnings, in steps. */
    private static final int STEPS_FOR_PATTERN = 160;

    private static final int STEPS_FOR_TEXT = 48;

    /** What replaces a text that would have taken too many steps. */
    static final String UNSEARCHED = "unsearched";

    private final Rules rules;
    private final Anchors anchors;

    TextScan(Rules rules) {
        this.rules = rules;
        this.anchors = rules.anchors();
    }

    /** In order, without overlaps. All of the text if the budget does not last; none is taken for a text without an anchor. */
    List<Span> find(String text, Budget budget) {
        if (!rules.mayBeIn(text)) {
            return List.of();
        }
        if (budget.isSpent()) {
            return whole(text, UNSEARCHED); // for to throw costs more than to look
        }
        budget.begin(text.length());
        try {
            budget.spend(STEPS_FOR_TEXT);
            return find(text, 1, budget);
        } catch (Budget.SpentException e) {
            return whole(text, UNSEARCHED);
        } finally {
            budget.end();
        }
    }

    private static List<Span> whole(String text, String rule) {
        return List.of(new Span(0, text.length(), rule));
    }

    private List<Span> find(String text, int level, Budget budget) {
        List<Span> spans = plain(text, budget);
        if (level <= MOST_LEVELS) {
            Decoded.of(text, budget).ifPresent(decoded -> find(decoded.text(), level + 1, budget)
                    .forEach(span -> spans.add(decoded.inSource(span))));
        }
        return Span.merged(spans);
    }

    private List<Span> plain(String text, Budget budget) {
        budget.spend(text.length());
        Found found = new Found(text, budget);
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            state = anchors.step(state, text.charAt(i));
            if (anchors.ends(state)) {
                for (int anchor : anchors.ending(state)) {
                    found.anchor(anchor, i);
                }
            }
        }
        return found.spans;
    }

    /** One pass over a text. */
    private final class Found {
        private final String text;
        private final Budget budget;
        private final Budget.Counted counted;
        private final List<Span> spans = new ArrayList<>();
        private final Map<Integer, Integer> tables = new HashMap<>();

        /** One for each pattern: to build them for every anchor takes longer than most of them do. */
        private @Nullable IdentityHashMap<Rule.Shape, Matcher> matchers;

        private final int[] looks = {0};
        private int nameEnd = -1;
        private int at;
        private int covered;

        Found(String text, Budget budget) {
            this.text = text;
            this.budget = budget;
            this.counted = new Budget.Counted(text, budget);
        }

        void anchor(int anchor, int end) {
            at = end + MOST_BEHIND;
            int start = end + 1 - anchors.length(anchor);
            for (Rule.Shape shape : rules.shapes(anchor)) {
                if (start - shape.lead() >= covered) {
                    add(shaped(start - shape.lead(), shape));
                }
            }
            if (rules.isCommand(anchor) && start >= covered && (start == 0 || !isOfName(text.charAt(start - 1)))) {
                new CommandText(text, start, budget).spans().forEach(this::add);
            }
            if (end >= nameEnd && start >= covered && rules.isName(anchor)) {
                Assignment assignment = new Assignment(text, end, budget);
                nameEnd = assignment.end();
                Span value = assignment.isOne()
                        ? rules.secret(assignment.name()).map(assignment::value).orElse(null)
                        : null;
                add(value);
                if (value == null && Table.mayBe(text, assignment.start(), assignment.end())) {
                    rules.secret(assignment.name())
                            .ifPresent(rule -> new Table(text, assignment.start(), assignment.end(), budget)
                                    .values(rule, tables)
                                    .forEach(this::add));
                }
            }
        }

        private void add(@Nullable Span span) {
            if (span != null) {
                spans.add(span);
                covered = span.start() <= at ? Math.max(covered, span.end()) : covered;
            }
        }

        private Matcher matcher(Rule.Shape shape) {
            return shape.pattern()
                    .matcher(shape.bounded() ? counted : new Limited(counted, looks))
                    .useTransparentBounds(true)
                    .useAnchoringBounds(false);
        }

        /** Another secret may begin right where the last one ends. */
        private @Nullable Span shaped(int start, Rule.Shape shape) {
            if (start < 0
                    || !shape.mayBeginWith(text.charAt(start))
                    || (!shape.open() && start > covered && isWord(text.charAt(start - 1)))) {
                return null;
            }
            budget.spend(STEPS_FOR_PATTERN);
            looks[0] = MOST_STEPS;
            if (matchers == null) {
                matchers = new IdentityHashMap<>();
            }
            Matcher matcher = matchers.computeIfAbsent(shape, this::matcher).region(start, text.length());
            try {
                if (!matcher.lookingAt()) {
                    return null;
                }
            } catch (LimitException | StackOverflowError e) {
                return new Span(0, text.length(), shape.name()); // it cannot be known, so it is not kept
            } catch (Budget.SpentException e) {
                if (shape.bounded()) {
                    throw e;
                }
                return new Span(0, text.length(), shape.name());
            }
            int group = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
            String secret = text.substring(matcher.start(group), matcher.end(group));
            budget.spend(4L * secret.length());
            return isSecret(secret, shape) ? new Span(matcher.start(group), matcher.end(group), shape.name()) : null;
        }
    }

    private static boolean isSecret(String secret, Rule.Shape shape) {
        return !secret.isEmpty()
                && shape.check().passes(secret)
                && (shape.entropy() == 0 || Check.entropy(secret) >= shape.entropy())
                && !secret.endsWith("EXAMPLE")
                && !secret.endsWith("EXAMPLEKEY")
                && !Placeholders.is(secret);
    }

    private static boolean isOfName(char c) {
        return isWord(c) || c == '_' || c == '-' || c == '.';
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
