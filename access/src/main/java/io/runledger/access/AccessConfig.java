package io.runledger.access;

import io.runledger.access.oidc.OidcConfig;
import io.runledger.core.settings.Setting;
import io.runledger.core.settings.SettingException;
import io.runledger.core.settings.Settings;
import io.runledger.http.Access;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether a process checks who asks, and how it learns who may.
 *
 * @param required whether every request needs a credential
 * @param topic name of the control topic
 * @param patience how long what was read of it holds while it cannot be read
 * @param sessions how long a session of the console lasts at most
 */
public record AccessConfig(boolean required, String topic, Duration patience, Duration sessions, OidcConfig oidc) {
    private static final Setting TOPIC = new Setting(
            "RUNLEDGER_CONTROL_TOPIC",
            "runledger.control",
            "Name of the topic of keys and sessions, which only the ledger writes");
    private static final Setting PATIENCE = new Setting(
            "RUNLEDGER_ACCESS_STALE",
            "5m",
            "How long the keys that were read are used while the control topic cannot be read; after that every request is answered with 503");
    private static final Setting SESSIONS = new Setting(
            "RUNLEDGER_SESSION_LIFETIME",
            "8h",
            "How long one stays signed in to the console at most; less if the key or the token with which one did so ends before. At most 7d");

    private static final Duration LONGEST_SESSION = Duration.ofDays(7);

    /** In the order in which they are documented. */
    public static final List<Setting> SETTINGS = Stream.concat(
                    Stream.of(TOPIC, PATIENCE, SESSIONS), OidcConfig.SETTINGS.stream())
            .toList();

    public static AccessConfig from(Settings settings) {
        Duration sessions = settings.duration(SESSIONS);
        if (sessions.isZero() || sessions.compareTo(LONGEST_SESSION) > 0) {
            throw new SettingException(SESSIONS, settings.text(SESSIONS), "more than 0s, and at most 7d");
        }
        return new AccessConfig(
                Access.isRequired(settings),
                settings.text(TOPIC),
                settings.duration(PATIENCE),
                sessions,
                OidcConfig.from(settings));
    }
}
