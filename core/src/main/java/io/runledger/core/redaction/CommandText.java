package io.runledger.core.redaction;

import java.util.ArrayList;
import java.util.List;

/** A command line within a text, up to its end or to the next command. */
final class CommandText {
    private static final int LONGEST = 2_000;
    private static final int MOST_WORDS = 100;

    private final String text;
    private final int start;
    private final int limit;
    private final Budget budget;

    CommandText(String text, int start, Budget budget) {
        this.text = text;
        this.start = start;
        this.limit = Math.min(text.length(), start + LONGEST);
        this.budget = budget;
    }

    /** The passwords in it. */
    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        int at = word(start);
        CommandLine command = CommandLine.of(text.substring(start, at));
        for (int words = 0; command != null && words < MOST_WORDS; words++) {
            at = spaces(at);
            if (at >= limit || "\r\n|;&".indexOf(text.charAt(at)) >= 0) {
                break;
            }
            int end = word(at);
            budget.spend(8 + 2L * (end - at));
            int from = at + (isQuote(text.charAt(at)) ? 1 : 0);
            int to = end - (end > from && isQuote(text.charAt(end - 1)) ? 1 : 0);
            if (to > from && command.isSecret(text.substring(from, to))) {
                int secret = from + command.offset();
                if (secret < to && isQuote(text.charAt(secret))) {
                    secret++;
                }
                if (secret < to) {
                    spans.add(new Span(secret, to, CommandLine.RULE));
                }
            }
            at = Math.max(end, at + 1);
        }
        return spans;
    }

    private int spaces(int from) {
        int at = from;
        while (at < limit) {
            char c = text.charAt(at);
            boolean isContinued =
                    c == '\\' && at + 1 < limit && (text.charAt(at + 1) == '\n' || text.charAt(at + 1) == '\r');
            if (isContinued) {
                at += 2;
            } else if (c == ' ' || c == '\t') {
                at++;
            } else {
                break;
            }
        }
        return at;
    }

    /** Where the word that begins there ends; quotes hold it together. */
    private int word(int from) {
        char quote = '\0';
        int at = from;
        for (; at < limit; at++) {
            char c = text.charAt(at);
            if (quote != '\0') {
                if (c == quote) {
                    quote = '\0';
                } else if (c == '\n') {
                    break;
                }
            } else if (isQuote(c)) {
                quote = c;
            } else if (c <= ' ' || c == '|' || c == ';' || (c == '&' && at + 1 < limit && text.charAt(at + 1) == '&')) {
                break;
            }
        }
        return at;
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }
}
