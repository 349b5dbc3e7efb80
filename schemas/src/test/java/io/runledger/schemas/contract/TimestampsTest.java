package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-21T10:00:00Z, 2026-11-21T10:00:00Z",
        "2026-11-21t10:00:00z, 2026-11-21T10:00:00Z",
        "2026-11-21T10:00:00.1Z, 2026-11-21T10:00:00.1Z",
        "2026-11-21T10:00:00+01:00, 2026-11-21T09:00:00Z",
        "2026-11-21T10:00:00-00:00, 2026-11-21T10:00:00Z",
        "2026-11-21T10:00:00.123456789-00:30, 2026-11-21T10:30:00.123456Z",
        "2026-11-21T10:00:00.1234569999999999Z, 2026-11-21T10:00:00.123456Z",
        "2026-11-21T10:00:00.9999999999999999999999999999999999+00:00, 2026-11-21T10:00:00.999999Z",
        "2026-11-21T10:00:00+23:59, 2026-11-20T10:01:00Z",
        "2026-11-21T10:00:00-23:59, 2026-11-22T09:59:00Z",
        "2016-12-31T23:59:60Z, 2016-12-31T23:59:59.999999Z",
        "2016-12-31T23:59:60.25Z, 2016-12-31T23:59:59.999999Z",
        "1990-12-31T15:59:60-08:00, 1990-12-31T23:59:59.999999Z",
        "2017-01-01T05:29:60+05:30, 2016-12-31T23:59:59.999999Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00, 0000-12-31T23:00:00Z",
        "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999Z",
        "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.5Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z"
    })
    void readsRfc3339(String text, Instant instant) {
        assertThat(Timestamps.parse(text)).isEqualTo(instant);
    }

    /** Where the two languages are one. */
    @Property
    void readsAsTheLibraryDoes(
            @ForAll @IntRange(max = 9_999) int year,
            @ForAll @IntRange(max = 13) int month,
            @ForAll @IntRange(max = 32) int day,
            @ForAll @IntRange(max = 25) int hour,
            @ForAll @IntRange(max = 61) int minute,
            @ForAll @IntRange(max = 59) int second,
            @ForAll @StringLength(min = 1, max = 9) @NumericChars String fraction,
            @ForAll @IntRange(min = -17, max = 17) int hours,
            @ForAll @IntRange(max = 61) int minutes) {
        String text = String.format(
                "%04d-%02d-%02dT%02d:%02d:%02d.%s%s%02d:%02d",
                year, month, day, hour, minute, second, fraction, hours < 0 ? "-" : "+", Math.abs(hours), minutes);

        assertThat(read(() -> Timestamps.parse(text)))
                .isEqualTo(read(
                        () -> inRange(OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS))));
    }

    @Property
    void readsWhatIsWritten(
            @ForAll @LongRange(min = -62_167_219_200_000_000L, max = 253_402_300_799_999_999L) long micros) {
        Instant time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);

        assertThat(Timestamps.parse(time.toString())).isEqualTo(time);
    }

    @Property
    void neverFailsInAnotherWay(
            @ForAll @StringLength(max = 40) @Chars({'0', '1', '9', '-', ':', 'T', '.', 'Z', '+', ' '}) String text) {
        assertThat(read(() -> Timestamps.parse(text))).isNotNull();
    }

    private static Instant inRange(Instant time) {
        if (!Timestamps.isInRange(time)) {
            throw new DateTimeException("out of range");
        }
        return time;
    }

    private static Optional<Instant> read(Supplier<Instant> reading) {
        try {
            return Optional.of(reading.get());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-21",
                "2026-11-21T10:00:00",
                "2026-11-21T10:00Z",
                "2026-11-21T10:00+01:00",
                "2026-11-21 10:00:00Z",
                "2026-11-21T10:00:00.Z",
                "2026-11-21T10:00:00.+01:00",
                "2026-11-21T10:00:00,5Z",
                "2026-11-21T10:00:00+01",
                "2026-11-21T10:00:00+0100",
                "2026-11-21T10:00:00+1:00",
                "2026-11-21T10:00:00+24:00",
                "2026-11-21T10:00:00+23:60",
                "2026-11-21T10:00:00+01:00:30",
                "2026-11-21T10:00:00Z ",
                " 2026-11-21T10:00:00Z",
                "2026-11-21T10:00:00Z+01:00",
                "2026-11-21T10:00:0\u0660Z",
                "2026-02-30T10:00:00Z",
                "2026-02-29T10:00:00Z",
                "1900-02-29T10:00:00Z",
                "2026-00-10T10:00:00Z",
                "2026-11-21T24:00:00Z",
                "2026-11-21T24:00:01Z",
                "2026-11-21T10:60:00Z",
                "2026-11-21T10:00:60Z",
                "2026-11-21T23:59:61Z",
                "2026-11-21T23:59:60+01:00",
                "2026-325T10:00:00Z",
                "2026-W47-6T10:00:00Z",
                "20261121T100000Z",
                "0000-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
                "+10000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T10:00:00Z, 2026-11-21T10:00:00.000000Z",
        "2026-11-21T10:00:00.5Z, 2026-11-21T10:00:00.500000Z",
        "2026-11-21T10:00:00.123456789Z, 2026-11-21T10:00:00.123456Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00.000000Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z"
    })
    void showsEveryTimeWithSixDigits(Instant time, String text) {
        assertThat(Timestamps.text(time)).isEqualTo(text);
    }

    @Test
    void showsABrokersTimeLikewise() {
        assertThat(Timestamps.ofMillis(0)).isEqualTo("1970-01-01T00:00:00.000000Z");
        assertThat(Timestamps.ofMillis(1_763_719_200_120L)).isEqualTo("2025-11-21T10:00:00.120000Z");
    }

    @Test
    void showsStoredTextLikewiseButLeavesWhatIsNoTime() {
        assertThat(Timestamps.shown("2026-11-21T11:00:00.5+01:00")).isEqualTo("2026-11-21T10:00:00.500000Z");
        assertThat(Timestamps.shown("some day")).isEqualTo("some day");
        assertThat(Timestamps.shown("")).isEmpty();
    }

    @Property
    void showsTimesSoThatTheyAreReadAgainAndSortAsTexts(
            @ForAll @LongRange(min = -62_167_219_200_000_000L, max = 253_402_300_799_999_999L) long one,
            @ForAll @LongRange(min = -62_167_219_200_000_000L, max = 253_402_300_799_999_999L) long other) {
        Instant first = Instant.EPOCH.plus(one, ChronoUnit.MICROS);
        Instant second = Instant.EPOCH.plus(other, ChronoUnit.MICROS);

        assertThat(Timestamps.parse(Timestamps.text(first))).isEqualTo(first);
        assertThat(Integer.signum(Timestamps.text(first).compareTo(Timestamps.text(second))))
                .isEqualTo(Integer.signum(first.compareTo(second)));
    }
}
