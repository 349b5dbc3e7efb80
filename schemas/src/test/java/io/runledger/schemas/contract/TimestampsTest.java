package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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
        "2026-11-21T10:00:00+01:00, 2026-11-21T09:00:00Z",
        "2026-11-21T10:00:00.123456789-00:30, 2026-11-21T10:30:00.123456Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z"
    })
    void readsRfc3339(String text, Instant instant) {
        assertThat(Timestamps.parse(text)).isEqualTo(instant);
    }

    /** What looks plain is read without the library; that must change nothing. */
    @Property
    void readsWhatIsPlainAsTheLibraryDoes(
            @ForAll @IntRange(max = 9_999) int year,
            @ForAll @IntRange(max = 13) int month,
            @ForAll @IntRange(max = 32) int day,
            @ForAll @IntRange(max = 25) int hour,
            @ForAll @IntRange(max = 61) int minute,
            @ForAll @IntRange(max = 61) int second,
            @ForAll @StringLength(max = 11) @NumericChars String fraction,
            @ForAll boolean point) {
        String text = String.format(
                "%04d-%02d-%02dT%02d:%02d:%02d%s%sZ",
                year, month, day, hour, minute, second, point ? "." : "", point ? fraction : "");

        assertThat(read(() -> Timestamps.parse(text))).isEqualTo(read(() -> inRange(Timestamps.any(text))));
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

    @Test
    void takesTheUsualShapesForPlain() {
        assertThat(Timestamps.isPlain("2026-11-21T10:00:00Z")).isTrue();
        assertThat(Timestamps.isPlain("2026-11-21T10:00:00.1Z")).isTrue();
        assertThat(Timestamps.isPlain("2026-11-21T10:00:00.123456789Z")).isTrue();
        assertThat(Timestamps.isPlain("2026-11-21T10:00:00.Z")).isFalse();
        assertThat(Timestamps.isPlain("2026-11-21T10:00:00+00:00")).isFalse();
        assertThat(Timestamps.isPlain("2026-11-21T10:00:0\u0660Z")).isFalse();
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
                "2026-11-21T10:00:00+01",
                "2026-11-21T10:00:00+01:00:30",
                "2026-02-30T10:00:00Z",
                "2026-11-21T24:00:01Z",
                "0000-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "0001-01-01T00:00:00+01:00"
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
            @ForAll @LongRange(min = -62_135_596_800_000_000L, max = 253_402_300_799_999_999L) long one,
            @ForAll @LongRange(min = -62_135_596_800_000_000L, max = 253_402_300_799_999_999L) long other) {
        Instant first = Instant.EPOCH.plus(one, ChronoUnit.MICROS);
        Instant second = Instant.EPOCH.plus(other, ChronoUnit.MICROS);

        assertThat(Timestamps.parse(Timestamps.text(first))).isEqualTo(first);
        assertThat(Integer.signum(Timestamps.text(first).compareTo(Timestamps.text(second))))
                .isEqualTo(Integer.signum(first.compareTo(second)));
    }
}
