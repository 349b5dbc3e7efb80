package io.runledger.access;

import io.runledger.core.settings.Setting;
import io.runledger.core.settings.Settings;
import io.runledger.http.Access;
import java.time.Duration;
import java.util.List;

/**
 * Whether a process checks who asks, and how it learns who may.
 *
 * @param required whether every request needs a credential
 * @param topic name of the control topic
 * @param patience how long what was read of it holds while it cannot be read
 */
public record AccessConfig(boolean required, String topic, Duration patience) {
    private static final Setting TOPIC = new Setting(
            "RUNLEDGER_CONTROL_TOPIC", "runledger.control", "Name of the topic of keys, which only the ledger writes");
    private static final Setting PATIENCE = new Setting(
            "RUNLEDGER_ACCESS_STALE",
            "5m",
            "How long the keys that were read are used while the control topic cannot be read; after that every request is answered with 503");

    /** In the order in which they are documented. */
    public static final List<Setting> SETTINGS = List.of(TOPIC, PATIENCE);

    public static AccessConfig from(Settings settings) {
        return new AccessConfig(Access.isRequired(settings), settings.text(TOPIC), settings.duration(PATIENCE));
    }
}
