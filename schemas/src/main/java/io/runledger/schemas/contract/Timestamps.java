package io.runledger.schemas.contract;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Points in time as text: RFC 3339 in, UTC out. The contracts keep microseconds; what is finer is cut off. */
public final class Timestamps {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

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
        Instant instant = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        if (!isInRange(instant)) {
            throw new DateTimeException("outside the years 1 to 9999");
        }
        return instant;
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

    /** A broker's time, which has milliseconds; always with three digits of them, so that texts sort as times do. */
    public static String ofMillis(long sinceEpoch) {
        return MILLIS.format(Instant.ofEpochMilli(sinceEpoch));
    }

    static boolean isInRange(Instant instant) {
        return !instant.isBefore(FIRST) && !instant.isAfter(LAST);
    }
}
