package io.runledger.schemas.contract;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Reads one {@code date-time} of RFC 3339, section 5.6, to the letter of its grammar: T and Z in either case, any number of
 * digits after the point, offsets up to 23:59, with -00:00 for UTC. Java's own readers know ISO 8601, which is another
 * language: it takes a point without digits, and neither ten digits nor an offset over 18 hours.
 *
 * <p>Of a fraction the first six digits are kept, the rest is cut off, not rounded: a time never gets later than it was. A leap
 * second (section 5.7), which Java's clock does not have, is the last microsecond before it ends: 23:59:60 is 23:59:59.999999. As
 * nobody knows which days will have one, it is taken on every day, where it is 23:59:60 in UTC.
 *
 * <p>Section 5.6 lets applications separate date and time by a space; the ledger does not. Not thread-safe.
 */
final class Rfc3339 {
    private static final int DIGITS_KEPT = 6;
    private static final int SECONDS_OF_DAY = 86_400;
    private static final int LAST_MICRO = 999_999;

    private final String text;
    private int at;

    private Rfc3339(String text) {
        this.text = text;
    }

    /** @throws DateTimeException if the text is anything else */
    static Instant read(String text) {
        return new Rfc3339(text).dateTime();
    }

    private Instant dateTime() {
        int year = number(4);
        expect('-', '-');
        int month = number(2);
        expect('-', '-');
        int day = number(2);
        expect('T', 't');
        int hour = number(2);
        expect(':', ':');
        int minute = number(2);
        expect(':', ':');
        int second = number(2);
        int micros = peek() == '.' ? fraction() : 0;
        long offset = offset();
        if (at != text.length()) {
            throw wrong();
        }
        boolean leaps = second == 60;
        long instant = LocalDateTime.of(year, month, day, hour, minute, leaps ? 59 : second)
                        .toEpochSecond(ZoneOffset.UTC)
                - offset;
        if (leaps && Math.floorMod(instant, SECONDS_OF_DAY) != SECONDS_OF_DAY - 1) {
            throw wrong();
        }
        return Instant.ofEpochSecond(instant, 1_000L * (leaps ? LAST_MICRO : micros));
    }

    private int fraction() {
        at++;
        int first = at;
        int micros = 0;
        while (isDigit(peek())) {
            if (at - first < DIGITS_KEPT) {
                micros = 10 * micros + digit();
            }
            at++;
        }
        if (at == first) {
            throw wrong();
        }
        for (int digits = at - first; digits < DIGITS_KEPT; digits++) {
            micros *= 10;
        }
        return micros;
    }

    /** In seconds; what is local is ahead of UTC by it. */
    private long offset() {
        char sign = peek();
        at++;
        if (sign == 'Z' || sign == 'z') {
            return 0;
        }
        if (sign != '+' && sign != '-') {
            throw wrong();
        }
        int hours = number(2);
        expect(':', ':');
        int minutes = number(2);
        if (hours > 23 || minutes > 59) {
            throw wrong();
        }
        long seconds = 60L * (60L * hours + minutes);
        return sign == '+' ? seconds : -seconds;
    }

    private int number(int digits) {
        int number = 0;
        for (int i = 0; i < digits; i++) {
            if (!isDigit(peek())) {
                throw wrong();
            }
            number = 10 * number + digit();
            at++;
        }
        return number;
    }

    private void expect(char either, char or) {
        if (peek() != either && peek() != or) {
            throw wrong();
        }
        at++;
    }

    private int digit() {
        return text.charAt(at) - '0';
    }

    /** The character that is come to; at the end, one that fits nowhere. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static DateTimeException wrong() {
        return new DateTimeException("not a date-time of RFC 3339");
    }
}
