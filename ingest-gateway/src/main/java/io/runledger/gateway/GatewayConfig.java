package io.runledger.gateway;

import io.runledger.access.AccessConfig;
import io.runledger.core.ledger.LedgerSettings;
import io.runledger.core.redaction.Redaction;
import io.runledger.core.settings.Setting;
import io.runledger.core.settings.SettingException;
import io.runledger.core.settings.Settings;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.gateway.batch.BatchLimits;
import io.runledger.gateway.requests.Preference;
import io.runledger.http.Access;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The gateway's settings.
 *
 * @param access whether and how it is checked who asks
 * @param redaction what must not be on the log
 * @param maxBody most bytes of a request that holds one record
 * @param appendTimeout how long a write may take until it is answered with 503
 * @param idempotencyWindow how many accepted records are remembered by their ids
 * @param contractsRefresh how often the payload contracts are read from the registry
 * @param decisionWait how long a request that says nothing else waits for its decision
 * @param rejectSecrets whether a record with a secret is refused; else it is stored without
 * @param debugContent whether prompts and raw model outputs are stored
 * @param storage where bytes may be in this environment
 */
public record GatewayConfig(
        LedgerConfig ledger,
        AccessConfig access,
        Redaction redaction,
        String host,
        int port,
        int maxBody,
        Duration appendTimeout,
        int idempotencyWindow,
        BatchLimits batches,
        Duration contractsRefresh,
        Duration decisionWait,
        boolean rejectSecrets,
        boolean debugContent,
        StoragePolicy storage) {
    private static final Setting HOST = new Setting("RUNLEDGER_HOST", "127.0.0.1", "Address to listen on");
    private static final Setting PORT = new Setting("RUNLEDGER_GATEWAY_PORT", "8080", "Port of the gateway; 0 for any");
    private static final Setting MAX_BODY = new Setting(
            "RUNLEDGER_MAX_BODY", "1MiB", "Largest body of a request that holds one record, and of a batch's item");
    private static final Setting APPEND_TIMEOUT = new Setting(
            "RUNLEDGER_APPEND_TIMEOUT",
            "10s",
            "How long a write may wait for the log until it is answered with 503; with several brokers, keep three quarters of it above their broker.session.timeout.ms, and a write waits out an election");

    private static final Setting IDEMPOTENCY_WINDOW = new Setting(
            "RUNLEDGER_IDEMPOTENCY_WINDOW",
            "100000",
            "How many ids are remembered, so that a record sent again gets its first receipt; some 500 bytes each, forgotten at a restart. What is sent again later is stored once, too, and its receipt names the newest place");
    private static final Setting BATCH_MAX_ITEMS =
            new Setting("RUNLEDGER_BATCH_MAX_ITEMS", "10000", "Most items of a batch");
    private static final Setting BATCH_MAX_BYTES =
            new Setting("RUNLEDGER_BATCH_MAX_BYTES", "64MiB", "Largest body of a batch, unpacked");
    private static final Setting MAX_CONCURRENT_BATCHES = new Setting(
            "RUNLEDGER_MAX_CONCURRENT_BATCHES", "8", "Most batches under way at once; more are answered with 429");

    private static final Setting CONTRACTS_REFRESH = new Setting(
            "RUNLEDGER_PAYLOAD_CONTRACTS_REFRESH",
            "10s",
            "How often the payload contracts are read from the registry; one that was put through this gateway holds at once");

    private static final Setting DECISION_WAIT = new Setting(
            "RUNLEDGER_DECISION_WAIT",
            "5s",
            "How long a review, a completion or another request waits for its decision, unless it says so by Prefer: wait=n; up to 60s");

    private static final Setting REDACTION = new Setting(
            "RUNLEDGER_REDACTION",
            "redact",
            "What is done with a record that holds a secret: redact (it is stored without), or reject (it is refused with 422)");
    private static final Setting DEBUG_CONTENT = new Setting(
            "RUNLEDGER_DEBUG_CONTENT",
            "false",
            "true keeps prompts and raw model outputs, which are dropped otherwise; for debugging only, and shown in /health");

    /** In the order in which they are documented; those of {@link LedgerConfig} come before them. */
    public static final List<Setting> SETTINGS = List.of(
            HOST,
            PORT,
            MAX_BODY,
            APPEND_TIMEOUT,
            IDEMPOTENCY_WINDOW,
            BATCH_MAX_ITEMS,
            BATCH_MAX_BYTES,
            MAX_CONCURRENT_BATCHES,
            CONTRACTS_REFRESH,
            DECISION_WAIT,
            REDACTION,
            DEBUG_CONTENT,
            StoragePolicy.ENVIRONMENT);

    private static final int MOST_REMEMBERED = 10_000_000;
    private static final int MOST_ITEMS = 1_000_000;

    /** Each holds a thread of the server, which has 64. */
    private static final int MOST_CONCURRENT = 32;

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    private static final Duration SHORTEST_REFRESH = Duration.ofMillis(100);
    private static final Duration LONGEST_REFRESH = Duration.ofHours(1);

    public GatewayConfig {
        // A record's frame and its id come on top of the body.
        if (maxBody < 1 || maxBody > LogTopic.MAX_RECORD_BYTES / 2) {
            throw new IllegalArgumentException(
                    MAX_BODY.name() + " must be from 1 to " + LogTopic.MAX_RECORD_BYTES / 2 + " bytes");
        }
        if (appendTimeout.compareTo(SHORTEST_TIMEOUT) < 0 || appendTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(APPEND_TIMEOUT.name() + " must be from 100ms to 10m");
        }
        if (contractsRefresh.compareTo(SHORTEST_REFRESH) < 0 || contractsRefresh.compareTo(LONGEST_REFRESH) > 0) {
            throw new IllegalArgumentException(CONTRACTS_REFRESH.name() + " must be from 100ms to 1h");
        }
        if (decisionWait.compareTo(Preference.LONGEST) > 0) {
            throw new IllegalArgumentException(DECISION_WAIT.name() + " must be at most 60s");
        }
    }

    public static GatewayConfig from(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        return new GatewayConfig(
                LedgerSettings.from(settings),
                AccessConfig.from(settings),
                Redaction.of(settings),
                Access.checked(settings.text(HOST), settings),
                settings.number(PORT, 0, 65_535),
                settings.bytes(MAX_BODY),
                settings.duration(APPEND_TIMEOUT),
                settings.number(IDEMPOTENCY_WINDOW, 0, MOST_REMEMBERED),
                new BatchLimits(
                        settings.number(BATCH_MAX_ITEMS, 1, MOST_ITEMS),
                        settings.bytes(BATCH_MAX_BYTES),
                        settings.number(MAX_CONCURRENT_BATCHES, 1, MOST_CONCURRENT)),
                settings.duration(CONTRACTS_REFRESH),
                settings.duration(DECISION_WAIT),
                either(settings, REDACTION, "reject", "redact"),
                either(settings, DEBUG_CONTENT, "true", "false"),
                StoragePolicy.of(settings));
    }

    private static boolean either(Settings settings, Setting setting, String yes, String no) {
        String value = settings.text(setting);
        if (!value.equals(yes) && !value.equals(no)) {
            throw new SettingException(setting, value, no + " or " + yes);
        }
        return value.equals(yes);
    }
}
