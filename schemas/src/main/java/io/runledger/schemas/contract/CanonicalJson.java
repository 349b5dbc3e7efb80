package io.runledger.schemas.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * JSON in canonical form (RFC 8785), written while it is parsed: no tree in between.
 *
 * <p>What has no canonical form without a loss is a problem, not a silent change: numbers that an IEEE 754 double cannot
 * hold, names that appear twice in an object, and text that is not Unicode (RFC 7493).
 */
public final class CanonicalJson {
    /** The longest integer literal that surely is exact in a double. */
    private static final int EXACT_DIGITS = 15;

    /** Nobody reads more, and each takes time in proportion to how deep it is. */
    private static final int MOST_PROBLEMS = 100;

    private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);

    /** Significant digits that tell every double from every other. */
    private static final int DOUBLE_DIGITS = 17;

    private final JsonParser parser;
    private final StringBuilder out = new StringBuilder(512);
    private final List<Unsorted> unsorted = new ArrayList<>(0);
    private final List<Problem> problems;

    private CanonicalJson(JsonParser parser, List<Problem> problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /**
     * The canonical text of the value whose first token the parser stands on; afterwards it stands on the last.
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

    /** A member's name and where its text stands in {@link #out}. */
    private record Member(String name, int start, int end) {}

    /** An object of which the members are written in another order than this; where they stand in {@link #out}. */
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

    /** The first object that begins at a place or behind it. */
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

    /** Whether it stands between quotes as it is: most texts do. */
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
        if (literal.length() <= EXACT_DIGITS && isPlainInteger(literal)) {
            out.append(literal);
            return;
        }
        if (problems.size() >= MOST_PROBLEMS) {
            return; // it is refused anyway
        }
        double number = Double.parseDouble(literal);
        String text = Double.isFinite(number) ? ecmaScript(number) : "";
        if (!text.equals(literal) && (text.isEmpty() || !isKept(literal, number, text))) {
            problem("is a number that IEEE 754 double precision cannot hold (RFC 8785); send it as a string");
            return;
        }
        out.append(text);
    }

    /**
     * Whether the number is what the producer meant. Whole numbers must be exact. A fraction of up to 17 digits is how
     * programs print a double, and 17 digits name exactly one; with more, somebody counts on more than a double holds.
     */
    private static boolean isKept(String literal, double number, String text) {
        if (number == 0) {
            return isZero(literal);
        }
        BigDecimal decimal = new BigDecimal(literal);
        boolean whole = decimal.stripTrailingZeros().scale() <= 0;
        return (!whole && decimal.precision() <= DOUBLE_DIGITS) || decimal.compareTo(new BigDecimal(text)) == 0;
    }

    /** Without {@link BigDecimal}, which cannot hold exponents such as that of 1e-99999999999. */
    private static boolean isZero(String literal) {
        for (int i = 0; i < literal.length() && literal.charAt(i) != 'e' && literal.charAt(i) != 'E'; i++) {
            if (literal.charAt(i) >= '1' && literal.charAt(i) <= '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlainInteger(String literal) {
        for (int i = literal.charAt(0) == '-' ? 1 : 0; i < literal.length(); i++) {
            if (literal.charAt(i) < '0' || literal.charAt(i) > '9') {
                return false;
            }
        }
        return !literal.equals("-0");
    }

    /** A finite number as ECMAScript's Number::toString writes it (RFC 8785, 3.2.2.3). */
    static String ecmaScript(double number) {
        if (number == 0) {
            return "0";
        }
        BigDecimal decimal = shortest(Math.abs(number));
        String digits = decimal.unscaledValue().toString();
        int count = digits.length();
        int point = count - decimal.scale(); // the decimal point stands behind this many digits
        StringBuilder text = new StringBuilder(24);
        if (number < 0) {
            text.append('-');
        }
        if (point > 21 || point < -5) {
            text.append(digits.charAt(0));
            if (count > 1) {
                text.append('.').append(digits, 1, count);
            }
            text.append('e').append(point > 0 ? "+" : "").append(point - 1);
        } else if (point <= 0) {
            text.append("0.").append("0".repeat(-point)).append(digits);
        } else if (count <= point) {
            text.append(digits).append("0".repeat(point - count));
        } else {
            text.append(digits, 0, point).append('.').append(digits, point, count);
        }
        return text.toString();
    }

    /** Java wants two digits where one would do (4.9E-324 for ECMAScript's 5e-324); this takes one. */
    private static BigDecimal shortest(double number) {
        BigDecimal decimal = new BigDecimal(DoubleToDecimal.toString(number)).stripTrailingZeros();
        if (decimal.precision() == 2) {
            BigDecimal one = decimal.round(ONE_DIGIT);
            return one.doubleValue() == number ? one.stripTrailingZeros() : decimal;
        }
        return decimal;
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
