package io.runledger.http.limits;

import io.runledger.core.settings.Setting;
import io.runledger.core.settings.SettingException;
import io.runledger.core.settings.Settings;
import java.util.List;
import java.util.Optional;

/**
 * How often a process may be asked.
 *
 * @param requests by each principal; empty if there is no limit
 * @param failures how many wrong credentials an address may send; empty if there is no limit
 */
public record Limits(Optional<Rate> requests, Optional<Rate> failures) {
    private static final Setting LIMIT = new Setting(
            "RUNLEDGER_RATE_LIMIT",
            "",
            "Requests a second that each principal may send to a process, on average; more are answered with 429. Empty for no limit");
    private static final Setting BURST = new Setting(
            "RUNLEDGER_RATE_BURST",
            "",
            "Requests that a principal may send at once, after a quiet time; empty for as many as the limit allows in ten seconds");
    private static final Setting FAILURES = new Setting(
            "RUNLEDGER_FAILURE_LIMIT",
            "1",
            "Wrong credentials a second that an address may send, and twenty times as many at once after a quiet time; further wrong ones are answered with 429 in place of 401, and right ones as ever. 0 for no limit");

    /** In the order in which they are documented. */
    public static final List<Setting> SETTINGS = List.of(LIMIT, BURST, FAILURES);

    private static final int HIGHEST = 1_000_000;
    private static final int USUAL_BURST_SECONDS = 10;
    private static final int MOST_FAILURES = 1_000;
    private static final int FAILURES_BURST_SECONDS = 20;

    public static Limits none() {
        return new Limits(Optional.empty(), Optional.empty());
    }

    public static Limits from(Settings settings) {
        int failures = settings.number(FAILURES, 0, MOST_FAILURES);
        return new Limits(
                requests(settings),
                failures == 0 ? Optional.empty() : Optional.of(new Rate(failures, failures * FAILURES_BURST_SECONDS)));
    }

    private static Optional<Rate> requests(Settings settings) {
        String burst = settings.text(BURST);
        if (settings.text(LIMIT).isEmpty()) {
            if (!burst.isEmpty()) {
                throw new SettingException(BURST, burst, "left out where RUNLEDGER_RATE_LIMIT is");
            }
            return Optional.empty();
        }
        int limit = settings.number(LIMIT, 1, HIGHEST);
        return Optional.of(
                new Rate(limit, burst.isEmpty() ? limit * USUAL_BURST_SECONDS : settings.number(BURST, 1, HIGHEST)));
    }
}
