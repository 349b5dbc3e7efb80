package io.runledger.schemas.contract;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Points in time as text: RFC 3339 in, UTC out. The contracts keep microseconds; what is finer is cut off. */
public final class Timestamps {
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final int DIGITS_BEGIN = "0000-00-00T00:00:00.".length();

    /** What {@link #text} gives, digit for digit. */
    private static final byte[] TEMPLATE = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.US_ASCII);

    private Timestamps() {}

    /**
     * Reads an RFC 3339 date and time with an offset.
     *
     * @throws DateTimeException if the text is not one, or in UTC not in the years 0 to 9999
     */
    public static Instant parse(String text) {
        Instant instant = Rfc3339.read(text);
        if (!isInRange(instant)) {
            throw new DateTimeException("outside the years 0 to 9999");
        }
        return instant;
    }

    /**
     * A time as every answer and export shows it: in UTC with six decimal places, also when they are zeros, so that
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
        } catch (DateTimeException e) {
            return stored;
        }
    }

    static boolean isInRange(Instant instant) {
        return !instant.isBefore(FIRST) && !instant.isAfter(LAST);
    }
}
