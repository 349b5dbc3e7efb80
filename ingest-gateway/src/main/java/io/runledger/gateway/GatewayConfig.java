package io.runledger.gateway;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.settings.Setting;
import io.runledger.schemas.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The gateway's settings.
 *
 * @param maxBody most bytes of a request that holds one record
 * @param appendTimeout how long a write may take until it is answered with 503
 */
public record GatewayConfig(LedgerConfig ledger, String host, int port, int maxBody, Duration appendTimeout) {
    private static final Setting HOST = new Setting("RUNLEDGER_HOST", "127.0.0.1", "Address to listen on");
    private static final Setting PORT = new Setting("RUNLEDGER_GATEWAY_PORT", "8080", "Port of the gateway; 0 for any");
    private static final Setting MAX_BODY =
            new Setting("RUNLEDGER_MAX_BODY", "1MiB", "Largest body of a request that holds one record");
    private static final Setting APPEND_TIMEOUT = new Setting(
            "RUNLEDGER_APPEND_TIMEOUT", "10s", "How long a write may wait for the log until it is answered with 503");

    /** In the order in which they are documented; those of {@link LedgerConfig} come before them. */
    public static final List<Setting> SETTINGS = List.of(HOST, PORT, MAX_BODY, APPEND_TIMEOUT);

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    public GatewayConfig {
        // A record's frame and its id come on top of the body.
        if (maxBody < 1 || maxBody > LogTopic.MAX_RECORD_BYTES / 2) {
            throw new IllegalArgumentException(
                    MAX_BODY.name() + " must be from 1 to " + LogTopic.MAX_RECORD_BYTES / 2 + " bytes");
        }
        if (appendTimeout.compareTo(SHORTEST_TIMEOUT) < 0 || appendTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(APPEND_TIMEOUT.name() + " must be from 100ms to 10m");
        }
    }

    public static GatewayConfig from(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        return new GatewayConfig(
                LedgerConfig.from(settings),
                settings.text(HOST),
                settings.number(PORT, 0, 65_535),
                settings.bytes(MAX_BODY),
                settings.duration(APPEND_TIMEOUT));
    }
}
