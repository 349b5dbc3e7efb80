package io.runledger.schemas.contract;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Points in time as text: RFC 3339 in, UTC out. The contracts keep microseconds; what is finer is cut off. */
public final class Timestamps {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final String SHAPE = "0000-00-00T00:00:00.";
    private static final int DIGITS_BEGIN = SHAPE.length();

    /** What {@link #text} gives, digit for digit. */
    private static final byte[] TEMPLATE = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.US_ASCII);

    private Timestamps() {}

    /**
     * Reads an RFC 3339 date and time with an offset.
     *
     * @throws DateTimeException if the text is not one, or not in the years 1 to 9999
     */
    public static Instant parse(String text) {
        if (!hasSeconds(text) || !hasMinutesOfOffset(text)) {
            throw new DateTimeException("ISO 8601, but not RFC 3339");
        }
        Instant instant = isPlain(text) ? plain(text) : any(text);
        if (!isInRange(instant)) {
            throw new DateTimeException("outside the years 1 to 9999");
        }
        return instant;
    }

    static Instant any(String text) {
        return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Whether it looks as most do, 2026-11-21T10:00:00.123456Z with any number of digits behind the point. */
    static boolean isPlain(String text) {
        int last = text.length() - 1;
        if (last > DIGITS_BEGIN + 9 || last == DIGITS_BEGIN || text.charAt(last) != 'Z') {
            return false;
        }
        for (int i = 0; i < last; i++) {
            if (!fits(text.charAt(i), i < DIGITS_BEGIN ? SHAPE.charAt(i) : '0')) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(char c, char shape) {
        return shape == '0' ? c >= '0' && c <= '9' : c == shape;
    }

    /** The same as {@link #any} for what is plain, some ten times as fast: every record has such a time. */
    private static Instant plain(String text) {
        int micros = 0;
        for (int i = 0; i < 6; i++) {
            int at = DIGITS_BEGIN + i;
            micros = 10 * micros + (at < text.length() - 1 ? text.charAt(at) - '0' : 0);
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19),
                        1_000 * micros)
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String digits, int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }

    /** ISO 8601 lets the seconds go. */
    private static boolean hasSeconds(String text) {
        return text.length() > 19 && text.charAt(16) == ':';
    }

    /** ISO 8601 lets an offset have seconds, too. */
    private static boolean hasMinutesOfOffset(String text) {
        char last = text.charAt(text.length() - 1);
        char sign = text.charAt(text.length() - 6);
        return last == 'Z' || last == 'z' || sign == '+' || sign == '-';
    }

    /**
     * A time as every answer and export shows it: in UTC with six digits behind the point, also when they are zeros, so that
     * texts have one width and sort as times do. By hand, for every record has some.
     *
     * @throws DateTimeException if it is not in the years 0 to 9999, which four digits hold
     */
    public static String text(Instant time) {
        LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        if (utc.getYear() < 0 || utc.getYear() > 9999) {
            throw new DateTimeException("outside the years 0 to 9999");
        }
        byte[] text = TEMPLATE.clone();
        digits(utc.getYear(), text, 0, 4);
        digits(utc.getMonthValue(), text, 5, 7);
        digits(utc.getDayOfMonth(), text, 8, 10);
        digits(utc.getHour(), text, 11, 13);
        digits(utc.getMinute(), text, 14, 16);
        digits(utc.getSecond(), text, 17, 19);
        digits(utc.getNano() / 1_000, text, DIGITS_BEGIN, DIGITS_BEGIN + 6);
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static void digits(int number, byte[] text, int from, int to) {
        int rest = number;
        for (int at = to - 1; at >= from; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The same of a broker's time, which has milliseconds. */
    public static String ofMillis(long sinceEpoch) {
        return text(Instant.ofEpochMilli(sinceEpoch));
    }

    /** The same of a time that was stored as text. What is none stays as it is: it is somebody's word. */
    public static String shown(String stored) {
        try {
            return text(parse(stored));
        } catch (DateTimeException | IndexOutOfBoundsException e) {
            return stored;
        }
    }

    static boolean isInRange(Instant instant) {
        return !instant.isBefore(FIRST) && !instant.isAfter(LAST);
    }
}
