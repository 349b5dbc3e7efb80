package io.runledger.http;

import io.runledger.core.settings.Setting;
import io.runledger.core.settings.SettingException;
import io.runledger.core.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How long a server waits for what a client sends. Only time in which it waits counts, not that in which it works.
 *
 * @param silence for so many bytes as the rate asks for in that time, and for the head of a request
 * @param rate least bytes a second
 * @param deadline for a whole body
 */
public record Patience(Duration silence, int rate, Duration deadline) {
    private static final Setting WAIT = new Setting(
            "RUNLEDGER_BODY_PATIENCE",
            "10s",
            "How long the rest of a request's body may keep a service waiting without coming at the least rate; then it is answered with 408");
    private static final Setting RATE = new Setting(
            "RUNLEDGER_BODY_RATE", "240", "Least bytes of a body that must come in a second, over that time");
    private static final Setting DEADLINE = new Setting(
            "RUNLEDGER_BODY_DEADLINE", "5m", "How long a whole body may keep a service waiting, whatever its rate");

    /** In the order in which they are documented. */
    public static final List<Setting> SETTINGS = List.of(WAIT, RATE, DEADLINE);

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    public static Patience from(Settings settings) {
        return new Patience(time(settings, WAIT), settings.bytes(RATE), time(settings, DEADLINE));
    }

    static Patience usual() {
        return new Patience(Duration.ofSeconds(10), 240, Duration.ofMinutes(5));
    }

    private static Duration time(Settings settings, Setting setting) {
        Duration time = settings.duration(setting);
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
            throw new SettingException(setting, settings.text(setting), "from 100ms to 1h");
        }
        return time;
    }

    /** Bytes that start the time to wait anew. */
    long enough() {
        return Math.max(1, rate * silence.toMillis() / 1000);
    }
}
