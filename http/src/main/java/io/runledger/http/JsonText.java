package io.runledger.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON as it comes in: in UTF-8 and nothing else (RFC 8259, 8.1), and what is wrong with it in words of our own. A parser
 * takes more: other encodings, which it guesses, and characters that are encoded in more than one way, which rules that look
 * for text could be passed with.
 */
public final class JsonText {
    private static final String NOT_UTF8 =
            " is not JSON in UTF-8: %s; send Unicode text encoded as UTF-8 (RFC 8259, 8.1)";

    /** What a parser's message contains, and what it means. The first that fits does. */
    private static final List<String[]> MEANINGS = List.of(
            new String[] {"to separate", "a comma, or the end of the object or the list, is missing before this"},
            new String[] {"colon", "a colon is missing between a name and its value"},
            new String[] {
                "start field name",
                "a name in double quotes should be here; every member has one, and no comma" + " comes after the last"
            },
            new String[] {"close marker", "a bracket closes what was not opened, or closes it with the wrong kind"},
            new String[] {
                "CTRL-CHAR", "a control character, such as a line break inside a text, is not escaped; write \\n"
            },
            new String[] {"character escape", "a backslash is followed by what it cannot escape"},
            new String[] {"hex-digit", "\\u is not followed by four hex digits"},
            new String[] {"eading zero", "a number begins with a zero too many"},
            new String[] {"umeric value", "a number is not written as JSON writes numbers"},
            new String[] {"ecimal point", "a number is not written as JSON writes numbers"},
            new String[] {"exponent", "a number is not written as JSON writes numbers"},
            new String[] {"in number", "a number is not written as JSON writes numbers"},
            new String[] {"comment", "comments are no part of JSON"},
            new String[] {"UTF-8", "bytes are not UTF-8"},
            new String[] {"surrogate", "an escaped surrogate has no other half"});

    private JsonText() {}

    /**
     * Refuses bytes that are not UTF-8 (RFC 3629): of other encodings, overlong, of surrogates, beyond U+10FFFF, cut off.
     *
     * @param whole what the bytes are, such as {@code body}
     * @param line that they begin in, from 1
     * @throws ProblemException 400, with line and column
     */
    public static void requireUtf8(byte[] bytes, int offset, int length, String whole, int line) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int taken = bytes[at] > 0 ? 1 : character(bytes, at, end);
            if (taken == 0) {
                throw notUtf8(bytes, offset, at, whole, line);
            }
            at += taken;
        }
    }

    /** How many bytes the character here takes; 0 if it is none. */
    private static int character(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        int second = at + 1 < end ? bytes[at + 1] & 0xff : 0;
        if (first < 0xc2 || first > 0xf4) { // 0 in JSON is a sign of UTF-16 or UTF-32
            return 0;
        }
        if (first < 0xe0) {
            return isNext(second) ? 2 : 0;
        }
        boolean shortest =
                switch (first) {
                    case 0xe0 -> second >= 0xa0;
                    case 0xed -> second < 0xa0; // the rest would be surrogates
                    case 0xf0 -> second >= 0x90;
                    case 0xf4 -> second < 0x90;
                    default -> true;
                };
        int count = first < 0xf0 ? 3 : 4;
        if (!shortest || !isNext(second) || at + count > end) {
            return 0;
        }
        for (int i = 2; i < count; i++) {
            if (!isNext(bytes[at + i] & 0xff)) {
                return 0;
            }
        }
        return count;
    }

    private static boolean isNext(int b) {
        return (b & 0xc0) == 0x80;
    }

    private static ProblemException notUtf8(byte[] bytes, int offset, int at, String whole, int line) {
        int lines = line;
        int column = 1;
        for (int i = offset; i < at; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
            column = bytes[i] == '\n' ? 1 : column + 1;
        }
        String found = bytes[at] == 0
                ? "it holds a byte 0, as UTF-16 and UTF-32 do"
                : "byte 0x%02x is no part of a character there".formatted(bytes[at]);
        return ProblemException.malformed("the " + whole + NOT_UTF8.formatted(found))
                .with("line", lines)
                .with("column", column);
    }

    /**
     * What a parser stumbled over, in plain words and without the text that is there.
     *
     * @param whole what was read, such as {@code body}
     * @param line that it begins in, from 1
     */
    public static ProblemException malformed(JsonProcessingException stumbled, String whole, int line) {
        return at(stumbled.getLocation(), line, "the " + whole + " is not JSON: " + meaning(stumbled));
    }

    private static String meaning(JacksonException stumbled) {
        String message = String.valueOf(stumbled.getOriginalMessage());
        if (stumbled instanceof StreamConstraintsException) {
            return message.contains("depth") ? "it is nested too deep" : "a number, a name or a text in it is too long";
        }
        if (stumbled instanceof JsonEOFException) {
            return "it breaks off: a text, an object or a list has no end";
        }
        return MEANINGS.stream()
                .filter(meaning -> message.contains(meaning[0]))
                .map(meaning -> meaning[1])
                .findFirst()
                .orElse(
                        "a value should be here: an object, a list, a text in double quotes, a number, true, false or null");
    }

    /** The problem with the place, if it is known. */
    public static ProblemException at(@Nullable JsonLocation location, int line, String detail) {
        ProblemException problem = ProblemException.malformed(detail);
        return location == null || location.getLineNr() < 1
                ? problem
                : problem.with("line", line + location.getLineNr() - 1).with("column", location.getColumnNr());
    }
}
