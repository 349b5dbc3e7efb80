package io.runledger.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
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

    @Test
    void showsABrokersTimeWithThreeDigitsAlways() {
        assertThat(Timestamps.ofMillis(0)).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(Timestamps.ofMillis(1_763_719_200_120L)).isEqualTo("2025-11-21T10:00:00.120Z");
    }
}
