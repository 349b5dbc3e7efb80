package io.runledger.schemas.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * JSON in canonical form (RFC 8785), written while it is parsed: no tree in between.
 *
 * <p>What has no canonical form without a loss is a problem, not a silent change: numbers that an IEEE 754 double cannot
 * hold, names that appear twice in an object, and text that is not Unicode (RFC 7493).
 */
public final class CanonicalJson {
    /** Nobody reads more, and each takes time in proportion to how deep it is. */
    private static final int MOST_PROBLEMS = 100;

    private final JsonParser parser;
    private final StringBuilder out = new StringBuilder(512);
    private final List<Unsorted> unsorted = new ArrayList<>(0);
    private final List<Problem> problems;

    private CanonicalJson(JsonParser parser, List<Problem> problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /**
     * The canonical text of the value whose first token the parser is at; afterwards it is at the last.
     *
     * @param problems receives what cannot be kept as it is, with pointers from the parser's root: the first hundred
     */
    public static String read(JsonParser parser, List<Problem> problems) throws IOException {
        CanonicalJson json = new CanonicalJson(parser, problems);
        json.value();
        return json.text();
    }

    private void value() throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> quote(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE -> out.append("true");
            case VALUE_FALSE -> out.append("false");
            case VALUE_NULL -> out.append("null");
            default -> throw new IllegalStateException("not at a value: " + parser.currentToken());
        }
    }

    private void array() throws IOException {
        out.append('[');
        boolean first = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!first) {
                out.append(',');
            }
            first = false;
            value();
        }
        out.append(']');
    }

    /** A member's name and the place of its text in {@link #out}. */
    private record Member(String name, int start, int end) {}

    /** An object of which the members are written in another order than this; the place of its text in {@link #out}. */
    private record Unsorted(int start, int end, List<Member> members) {}

    private void object() throws IOException {
        out.append('{');
        int body = out.length();
        List<Member> members = new ArrayList<>();
        boolean sorted = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (!members.isEmpty()) {
                sorted &= members.get(members.size() - 1).name.compareTo(name) < 0;
                out.append(',');
            }
            int start = out.length();
            quote(name);
            out.append(':');
            parser.nextToken();
            value();
            members.add(new Member(name, start, out.length()));
        }
        if (!sorted) {
            sort(members);
            unsorted.add(new Unsorted(body, out.length(), members));
        }
        out.append('}');
    }

    /** By UTF-16 code units (RFC 8785, 3.2.3), which is how Java compares strings. */
    private void sort(List<Member> members) {
        members.sort(Comparator.comparing(Member::name));
        for (int i = 1; i < members.size(); i++) {
            if (members.get(i).name.equals(members.get(i - 1).name)) {
                problem("has the name \"" + members.get(i).name + "\" twice; give each name once");
            }
        }
    }

    /** What was written, each character moved once however deep the objects are whose members are in another order. */
    private String text() {
        if (unsorted.isEmpty()) {
            return out.toString();
        }
        unsorted.sort(Comparator.comparingInt(Unsorted::start));
        StringBuilder sorted = new StringBuilder(out.length());
        copy(0, out.length(), sorted);
        return sorted.toString();
    }

    private void copy(int from, int to, StringBuilder sorted) {
        int at = from;
        for (int i = firstFrom(from + 1); i < unsorted.size() && unsorted.get(i).start < to; i = firstFrom(at)) {
            Unsorted object = unsorted.get(i);
            sorted.append(out, at, object.start);
            boolean first = true;
            for (Member member : object.members) {
                if (!first) {
                    sorted.append(',');
                }
                first = false;
                copy(member.start, member.end, sorted);
            }
            at = object.end;
        }
        sorted.append(out, at, to);
    }

    /** The first object that begins at a place or after it. */
    private int firstFrom(int place) {
        int low = 0;
        int high = unsorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (unsorted.get(middle).start < place) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void quote(String text) {
        if (isPlain(text)) {
            out.append('"').append(text).append('"');
            return;
        }
        if (!isUnicode(text)) {
            problem("holds a lone surrogate, which is not Unicode text");
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c != '"' && c != '\\') {
                out.append(c);
            } else {
                escape(c);
            }
        }
        out.append('"');
    }

    /** Whether it needs no escapes: most texts need none. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default ->
                out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 0xf, 16));
        }
    }

    private void number(String literal) {
        if (!CanonicalNumber.isCanonicalInteger(literal) && problems.size() >= MOST_PROBLEMS) {
            return; // it is refused anyway
        }
        Optional<String> number = CanonicalNumber.of(literal);
        if (number.isPresent()) {
            out.append(number.get());
        } else {
            problem("is a number that IEEE 754 double precision cannot hold (RFC 8785); send it as a string");
        }
    }

    static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private void problem(String detail) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new Problem(parser.getParsingContext().pathAsPointer().toString(), detail));
        }
    }
}
