package io.runledger.core.redaction;

import org.jspecify.annotations.Nullable;

/** What the strings of an array say of each other: flags before values, a name before its value, the lines of a key. */
final class Words {
    private static final Names.Match SURE = Names.Match.SURE;

    private final Rules rules;
    private final boolean isPair;
    private @Nullable CommandLine command;
    private Rule.@Nullable Named next;
    private boolean isKey;

    Words(Rules rules, JsonTape tape, int array) {
        this.rules = rules;
        int first = array + 1;
        int end = tape.after(array);
        this.isPair = first < end
                && tape.isString(first)
                && tape.after(first) < end
                && tape.isString(tape.after(first))
                && tape.after(tape.after(first)) == end;
    }

    /** What is to be known of the next string; null if nothing. */
    Rule.@Nullable Named about(String text, int index) {
        Rule.Named own = next;
        next = null;
        if (isKey) {
            isKey = text.indexOf("-----END") < 0 && isOfKey(text);
            if (isKey || text.indexOf("-----END") >= 0) {
                return rules.named("private-key-block");
            }
        }
        if (text.indexOf("-----BEGIN") >= 0 && text.indexOf("PRIVATE KEY") > 0 && text.indexOf("-----END") < 0) {
            isKey = true;
        }
        if (own == null && command != null) {
            own = command.isSecret(text) ? rules.named(CommandLine.RULE) : null;
        }
        if (index == 0 || command == null) {
            CommandLine begun = CommandLine.of(text);
            command = begun == null ? command : begun;
        }
        if (text.startsWith("-") && text.indexOf(' ') < 0 && text.indexOf('=') < 0) {
            next = rules.secret(text)
                    .map(rule -> new Rule.Named(rule.rule(), SURE))
                    .orElse(null);
        } else if (isPair && index == 0 && rules.mayName(text)) {
            Rule.Named rule = rules.secret(text).orElse(null);
            next = rule == null ? null : new Rule.Named(rule.rule(), Names.Match.LIKELY);
        }
        return own;
    }

    private static boolean isOfKey(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!TextScan.isWord(c) && "+/=:,- ".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
