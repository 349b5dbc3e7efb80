package io.runledger.schemas.contract;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Points in time as text: RFC 3339 in, UTC out. The contracts keep microseconds; what is finer is cut off. */
public final class Timestamps {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Timestamps() {}

    /**
     * Reads an RFC 3339 date and time with an offset.
     *
     * @throws DateTimeException if the text is not one, or not in the years 1 to 9999
     */
    public static Instant parse(String text) {
        Instant instant = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        if (!isInRange(instant)) {
            throw new DateTimeException("outside the years 1 to 9999");
        }
        return instant;
    }

    static boolean isInRange(Instant instant) {
        return !instant.isBefore(FIRST) && !instant.isAfter(LAST);
    }
}
