package io.runledger.core.redaction;

import java.io.IOException;
import java.util.Arrays;

/**
 * A JSON text (RFC 8259) as a list of its tokens, by their places in the text: what is next to a member can be looked at before
 * it is decided about. Read in one pass, some nanoseconds a character. Immutable once read.
 */
final class JsonTape {
    enum Kind {
        OBJECT,
        ARRAY,
        NAME,
        STRING,
        OTHER
    }

    private final String json;
    private final int deepest;
    private int at;
    private int size;
    private Kind[] kinds = new Kind[64];
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int[] after = new int[64];

    private JsonTape(String json, int deepest) {
        this.json = json;
        this.deepest = deepest;
    }

    /**
     * Reads a text that holds one JSON value.
     *
     * @param deepest levels of nesting
     * @throws IOException if it does not
     */
    static JsonTape read(String json, int deepest) throws IOException {
        JsonTape tape = new JsonTape(json, deepest);
        tape.value(0);
        tape.spaces();
        if (tape.at < json.length()) {
            throw wrong();
        }
        return tape;
    }

    Kind kind(int token) {
        return kinds[token];
    }

    boolean isString(int token) {
        return kinds[token] == Kind.STRING;
    }

    /** Where the token begins in the text, with its quote or bracket. */
    int start(int token) {
        return starts[token];
    }

    /** Where the text continues after the token, and after all that is in it. */
    int end(int token) {
        return ends[token];
    }

    /** The token after this one and all that is in it; an object's or array's own tokens are those from the next one to there. */
    int after(int token) {
        return after[token];
    }

    /** The text of a string or name, without its escapes. */
    String text(int token) {
        int start = starts[token] + 1;
        int end = ends[token] - 1;
        int escape = start;
        while (escape < end && json.charAt(escape) != '\\') {
            escape++; // not by indexOf, which looks beyond the string
        }
        return escape == end ? json.substring(start, end) : unescaped(start, escape, end);
    }

    private String unescaped(int start, int escape, int end) {
        StringBuilder out = new StringBuilder(end - start).append(json, start, escape);
        for (int i = escape; i < end; i++) {
            char c = json.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escaped = json.charAt(++i);
            switch (escaped) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    out.append((char) Integer.parseInt(json, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> out.append(escaped);
            }
        }
        return out.toString();
    }

    private void value(int depth) throws IOException {
        spaces();
        switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string(Kind.STRING);
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    private void object(int depth) throws IOException {
        int token = open(Kind.OBJECT, depth);
        spaces();
        if (peek() != '}') {
            while (true) {
                spaces();
                string(Kind.NAME);
                spaces();
                expect(':');
                value(depth + 1);
                spaces();
                if (peek() != ',') {
                    break;
                }
                at++;
            }
        }
        expect('}');
        close(token);
    }

    private void array(int depth) throws IOException {
        int token = open(Kind.ARRAY, depth);
        spaces();
        if (peek() != ']') {
            while (true) {
                value(depth + 1);
                spaces();
                if (peek() != ',') {
                    break;
                }
                at++;
            }
        }
        expect(']');
        close(token);
    }

    private int open(Kind kind, int depth) throws IOException {
        if (depth >= deepest) {
            throw wrong();
        }
        int token = add(kind);
        at++;
        return token;
    }

    private void close(int token) {
        ends[token] = at;
        after[token] = size;
    }

    private int add(Kind kind) {
        if (size == kinds.length) {
            int more = size * 2;
            kinds = Arrays.copyOf(kinds, more);
            starts = Arrays.copyOf(starts, more);
            ends = Arrays.copyOf(ends, more);
            after = Arrays.copyOf(after, more);
        }
        kinds[size] = kind;
        starts[size] = at;
        return size++;
    }

    private void string(Kind kind) throws IOException {
        if (peek() != '"') {
            throw wrong();
        }
        int token = add(kind);
        int length = json.length();
        for (int i = at + 1; i < length; i++) {
            char c = json.charAt(i);
            if (c == '"') {
                at = i + 1;
                close(token);
                return;
            }
            if (c < ' ') {
                throw wrong();
            }
            if (c == '\\') {
                i = escape(i + 1);
            }
        }
        throw wrong();
    }

    /** Gives the place of the escape's last character. */
    private int escape(int i) throws IOException {
        char c = i < json.length() ? json.charAt(i) : '\0';
        if ("\"\\/bfnrt".indexOf(c) >= 0) {
            return i;
        }
        if (c != 'u' || i + 4 >= json.length()) {
            throw wrong();
        }
        for (int j = i + 1; j <= i + 4; j++) {
            if (json.charAt(j) > 'f' || Character.digit(json.charAt(j), 16) < 0) {
                throw wrong();
            }
        }
        return i + 4;
    }

    private void literal(String word) throws IOException {
        if (!json.startsWith(word, at)) {
            throw wrong();
        }
        int token = add(Kind.OTHER);
        at += word.length();
        close(token);
    }

    private void number() throws IOException {
        int token = add(Kind.OTHER);
        at += peek() == '-' ? 1 : 0;
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            at += peek() == '+' || peek() == '-' ? 1 : 0;
            digits();
        }
        close(token);
    }

    private void digits() throws IOException {
        int before = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == before) {
            throw wrong();
        }
    }

    private void spaces() {
        while (at < json.length() && json.charAt(at) <= ' ' && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        return at < json.length() ? json.charAt(at) : '\0';
    }

    private void expect(char c) throws IOException {
        if (peek() != c) {
            throw wrong();
        }
        at++;
    }

    private static IOException wrong() {
        return new IOException("is not JSON");
    }
}
