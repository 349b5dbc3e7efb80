package io.runledger.core.redaction;

import java.util.ArrayList;
import java.util.List;

/** What to replace in a JSON text, by places in it, and strings for it. */
final class Edits {
    private final List<Edit> edits = new ArrayList<>();

    private record Edit(int start, int end, String text) {}

    /** Puts a string, in quotes, in the place of what is from {@code start} to before {@code end}; in the order of the text. */
    void quote(int start, int end, String text) {
        edits.add(new Edit(start, end, quoted(text)));
    }

    /** The text with all of it done; the same one if there is nothing. */
    String in(String json) {
        if (edits.isEmpty()) {
            return json;
        }
        StringBuilder out = new StringBuilder(json.length());
        int at = 0;
        for (Edit edit : edits) {
            out.append(json, at, edit.start).append(edit.text);
            at = edit.end;
        }
        return out.append(json, at, json.length()).toString();
    }

    /** As RFC 8785 writes it. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 0xf, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
