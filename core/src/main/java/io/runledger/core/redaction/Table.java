package io.runledger.core.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A table within a text, of cells between commas, semicolons, tabs or bars: what is below or right of a cell that names a secret
 * is one if it looks so.
 */
final class Table {
    private static final String MARKS = ",;\t|";
    private static final int LONGEST_LINE = 1_000;
    private static final int MOST_LINES = 1_000;
    private static final int STEPS_FOR_CELL = 48;

    private final String text;
    private final Budget budget;
    private final char mark;
    private final int lineStart;
    private final int column;

    /** Whether a name has a cell of its own. */
    static boolean mayBe(String text, int nameStart, int nameEnd) {
        int before = nameStart - 1;
        while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '"')) {
            before--;
        }
        int after = nameEnd;
        while (after < text.length() && (text.charAt(after) == ' ' || text.charAt(after) == '"')) {
            after++;
        }
        boolean left = before < 0 || text.charAt(before) == '\n' || MARKS.indexOf(text.charAt(before)) >= 0;
        boolean right = after < text.length()
                && (text.charAt(after) == '\n' || text.charAt(after) == '\r' || MARKS.indexOf(text.charAt(after)) >= 0);
        boolean isMarked = (before >= 0 && MARKS.indexOf(text.charAt(before)) >= 0)
                || (after < text.length() && MARKS.indexOf(text.charAt(after)) >= 0);
        return left && right && isMarked;
    }

    Table(String text, int nameStart, int nameEnd, Budget budget) {
        this.text = text;
        this.budget = budget;
        int start = nameStart;
        while (start > 0 && nameStart - start < LONGEST_LINE && text.charAt(start - 1) != '\n') {
            start--;
        }
        this.lineStart = start;
        char found = '\0';
        for (int i = start; i < text.length() && i < nameEnd + LONGEST_LINE && text.charAt(i) != '\n'; i++) {
            if (MARKS.indexOf(text.charAt(i)) >= 0) {
                found = text.charAt(i);
                if (found == '|') {
                    break;
                }
            }
        }
        this.mark = found;
        int cells = 0;
        for (int i = start; i < nameStart; i++) {
            cells += text.charAt(i) == mark ? 1 : 0;
        }
        this.column = cells;
        budget.spend(nameEnd - start);
    }

    /** @param searched up to where cells below a name were looked at, by what decides about them; is added to */
    List<Span> values(Rule.Named rule, Map<Integer, Integer> searched) {
        List<Span> spans = new ArrayList<>();
        int end = lineEnd(lineStart);
        cell(lineStart, end, column + 1, rule, spans);
        int below = (column * MARKS.length() + MARKS.indexOf(mark)) * 2 + (rule.match() == Names.Match.SURE ? 1 : 0);
        if (searched.getOrDefault(below, 0) > end) {
            return spans;
        }
        for (int lines = 0; lines < MOST_LINES && end < text.length(); lines++) {
            int start = end + 1;
            end = lineEnd(start);
            if (end - start > LONGEST_LINE || next(start, end) == end) {
                break;
            }
            cell(start, end, column, rule, spans);
        }
        searched.put(below, end);
        return spans;
    }

    private void cell(int start, int end, int number, Rule.Named rule, List<Span> spans) {
        int from = start;
        for (int i = 0; i < number; i++) {
            from = next(from, end) + 1;
            if (from > end) {
                return;
            }
        }
        int to = next(from, end);
        while (from < to && isEdge(text.charAt(from))) {
            from++;
        }
        while (to > from && isEdge(text.charAt(to - 1))) {
            to--;
        }
        budget.spend(STEPS_FOR_CELL + 6L * (to - from));
        String value = text.substring(from, to);
        boolean looksSo = rule.match() == Names.Match.SURE ? Generated.isPassword(value) : Generated.isNoDigest(value);
        if (looksSo && !Placeholders.is(value)) {
            spans.add(new Span(from, to, rule.name()));
        }
    }

    /** Where the next mark is; {@code end} if there is none before. */
    private int next(int from, int end) {
        int at = from;
        while (at < end && text.charAt(at) != mark) {
            at++;
        }
        return at;
    }

    private int lineEnd(int start) {
        int end = text.indexOf('\n', start);
        end = end < 0 ? text.length() : end;
        budget.spend((end - start) / 2);
        return end;
    }

    private static boolean isEdge(char c) {
        return c == ' ' || c == '"' || c == '\'' || c == '\r' || c == '`';
    }
}
