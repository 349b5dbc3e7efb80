package io.runledger.http;

import io.runledger.core.redaction.Redaction;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What errors say: it may come from a request, and hold what nobody else should see. They are made in many places, so the
 * rules are those of all servers that this process has at the time. Thread-safe.
 */
final class ShownText {
    private static final List<Redaction> IN_FORCE = new CopyOnWriteArrayList<>();

    private ShownText() {}

    /** From now on errors are shown by these rules, too. */
    static void follow(Redaction rules) {
        IN_FORCE.add(rules);
    }

    /** For each time that they were followed. */
    static void leave(Redaction rules) {
        IN_FORCE.remove(rules);
    }

    /** The text without secrets; by the built-in rules where no server is. */
    static String of(String text) {
        String shown = IN_FORCE.isEmpty() ? clean(Redaction.builtIn(), text) : text;
        Redaction before = null;
        for (Redaction rules : IN_FORCE) {
            if (rules != before) {
                shown = clean(rules, shown);
            }
            before = rules;
        }
        return unicode(shown);
    }

    private static String clean(Redaction rules, String text) {
        return rules.text(text, "").text();
    }

    /** Names from a request can hold lone surrogates, which no UTF-8 text can. */
    private static String unicode(String text) {
        StringBuilder mended = null;
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            if (Character.isSupplementaryCodePoint(c)) {
                i++;
            } else if (Character.isSurrogate((char) c)) {
                mended = mended == null ? new StringBuilder(text) : mended;
                mended.setCharAt(i, '\uFFFD');
            }
        }
        return mended == null ? text : mended.toString();
    }
}
