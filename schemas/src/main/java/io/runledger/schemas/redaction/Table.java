package io.runledger.schemas.redaction;

import java.util.ArrayList;
import java.util.List;

/**
 * A table within a text, of cells between commas, semicolons, tabs or bars: what is below or right of a cell that names a secret
 * is one if it looks so.
 */
final class Table {
    private static final String MARKS = ",;\t|";
    private static final int LONGEST_LINE = 1_000;
    private static final int MOST_LINES = 1_000;

    private final String text;
    private final Budget budget;
    private final char mark;
    private final int lineStart;
    private final int column;

    /** Whether a name stands in a cell of its own. */
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

    List<Span> values(Rule.Named rule) {
        List<Span> spans = new ArrayList<>();
        int end = lineEnd(lineStart);
        cell(lineStart, end, column + 1, rule, spans);
        for (int lines = 0; lines < MOST_LINES && end < text.length(); lines++) {
            int start = end + 1;
            end = lineEnd(start);
            if (end - start > LONGEST_LINE || text.indexOf(mark, start) < 0 || text.indexOf(mark, start) > end) {
                break;
            }
            cell(start, end, column, rule, spans);
        }
        return spans;
    }

    private void cell(int start, int end, int number, Rule.Named rule, List<Span> spans) {
        int from = start;
        for (int i = 0; i < number && from >= 0; i++) {
            from = text.indexOf(mark, from) + 1;
            if (from == 0 || from > end) {
                return;
            }
        }
        int to = text.indexOf(mark, from);
        to = to < 0 || to > end ? end : to;
        while (from < to && isEdge(text.charAt(from))) {
            from++;
        }
        while (to > from && isEdge(text.charAt(to - 1))) {
            to--;
        }
        budget.spend(8 + 2L * (to - from));
        String value = text.substring(from, to);
        boolean looksSo = rule.match() == Names.Match.SURE ? Generated.isPassword(value) : Generated.isNoDigest(value);
        if (looksSo && !Placeholders.is(value)) {
            spans.add(new Span(from, to, rule.name()));
        }
    }

    private int lineEnd(int start) {
        int end = text.indexOf('\n', start);
        end = end < 0 ? text.length() : end;
        budget.spend(end - start);
        return end;
    }

    private static boolean isEdge(char c) {
        return c == ' ' || c == '"' || c == '\'' || c == '\r' || c == '`';
    }
}
