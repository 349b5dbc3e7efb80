package io.runledger.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String NAME = "RUNLEDGER_TEST";

    private static Setting setting(String defaultValue) {
        return new Setting(NAME, defaultValue, "For tests");
    }

    private static Settings settings(String value) {
        return new Settings(Map.of(NAME, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void takesTheDefaultWhereThereIsNothing(String value) {
        assertThat(settings(value).text(setting("x"))).isEqualTo("x");
        assertThat(new Settings(Map.of()).number(setting("5"), 1, 9)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"200ms, PT0.2S", "5s, PT5S", "1m, PT1M", "2h, PT2H", "7d, PT168H", "10000d, PT240000H"})
    void readsTimes(String value, Duration duration) {
        assertThat(settings(value).duration(setting("1s"))).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "4096, 4096", "64KiB, 65536", "1MiB, 1048576", "1GiB, 1073741824", "2147483647, 2147483647"})
    void readsSizes(String value, int bytes) {
        assertThat(settings(value).bytes(setting("1"))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "-5s", "5 s", "1w", "5S", "10001d", "999999999999d"})
    void refusesOtherTimes(String value) {
        assertRefused(value, Settings::duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1MB", "-1", "2GiB", "2147483648", "999999999999GiB", "1.5MiB"})
    void refusesOtherSizes(String value) {
        assertRefused(value, Settings::bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.5", "0", "10", "99999999999"})
    void refusesOtherNumbers(String value) {
        assertRefused(value, (settings, setting) -> settings.number(setting, 1, 9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry", "/path", "http:", "http://", "not a url"})
    void refusesOtherUrls(String value) {
        assertRefused(value, Settings::uri);
    }

    @Test
    void readsUrls() {
        assertThat(settings("http://h:1/p").uri(setting("x"))).isEqualTo(URI.create("http://h:1/p"));
    }

    @Test
    void namesKafkasPropertiesAsKafkaDoes() {
        assertThat(new Settings(Map.of("KAFKA_SASL_JAAS_CONFIG", "s", "KAFKA_", "x", "RUNLEDGER_X", "y")).kafka())
                .isEqualTo(Map.of("sasl.jaas.config", "s"));
    }

    @Test
    void writesTwoUnderscoresForADashAndThreeForAnUnderscore() {
        assertThat(new Settings(Map.of("KAFKA_REGISTRY_FIND__LATEST", "true", "KAFKA_A___B_C", "x")).kafka())
                .isEqualTo(Map.of("registry.find-latest", "true", "a_b.c", "x"));
    }

    private static void assertRefused(String value, BiConsumer<Settings, Setting> read) {
        assertThatThrownBy(() -> read.accept(settings(value), setting("1")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(NAME)
                .hasMessageContaining(value);
    }
}
