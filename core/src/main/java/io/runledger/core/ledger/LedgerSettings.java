package io.runledger.core.ledger;

import io.runledger.core.redaction.Redaction;
import io.runledger.core.settings.LogFormat;
import io.runledger.core.settings.Setting;
import io.runledger.core.settings.SettingException;
import io.runledger.core.settings.Settings;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.OldSeals;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The settings that every process of a ledger must agree on, as the environment gives them. */
public final class LedgerSettings {
    private static final Setting BOOTSTRAP = new Setting(
            "RUNLEDGER_KAFKA_BOOTSTRAP", "127.0.0.1:9092", "Kafka brokers, as host:port with commas between");
    private static final Setting REGISTRY = new Setting(
            "RUNLEDGER_REGISTRY_URL",
            "http://127.0.0.1:8081/apis/ccompat/v7",
            "Schema registry: where its Confluent API is");
    private static final Setting TOPIC =
            new Setting("RUNLEDGER_LOG_TOPIC", LogTopic.DEFAULT_NAME, "Name of the log topic");
    private static final Setting REJECTS =
            new Setting("RUNLEDGER_REJECTS_TOPIC", "runledger.rejects", "Name of the topic of rejected records");
    private static final Setting CHECKPOINTS =
            new Setting("RUNLEDGER_CHECKPOINTS_TOPIC", "runledger.checkpoints", "Name of the topic of checkpoints");
    private static final Setting SCHEMAS = new Setting(
            "RUNLEDGER_SCHEMAS_TOPIC",
            "runledger.schemas",
            "Name of the topic that keeps the schemas of the log's records, by id");
    private static final Setting PARTITIONS = new Setting(
            "RUNLEDGER_LOG_PARTITIONS", "12", "Partitions of the log topic; fixed for the life of a ledger");
    private static final Setting REPLICATION = new Setting(
            "RUNLEDGER_LOG_REPLICATION", "1", "Replicas of each partition, used when the log topic is made");
    private static final Setting GUARD_KEY = new Setting(
            "RUNLEDGER_GUARD_KEY",
            "",
            "Secret that tells the guard's decisions, imported records and healing copies from forged ones; the same in all processes. Required; `runledger up` makes one");
    private static final Setting OTHER_GUARD_KEYS = new Setting(
            "RUNLEDGER_GUARD_OTHER_KEYS",
            "",
            "Other secrets by which what was sealed is genuine, with spaces between: the next one and former ones, to [replace it](operations.md#replacing-the-guard-key)");
    public static final Setting SEALS = new Setting(
            "RUNLEDGER_SEALS_TOPIC",
            "runledger.seals",
            "Name of the topic that says from which offsets on the log is sealed");
    private static final Setting OLD_SEALS = new Setting(
            "RUNLEDGER_OLD_SEALS",
            OldSeals.UNSEALED.word(),
            "What is believed of the records that are on the log when this version first starts on it: `unsealed` healing headers, the `empty-key` too, or `none`");
    private static final Setting COMPACTION_LAG = new Setting(
            "RUNLEDGER_MIN_COMPACTION_LAG",
            "1h",
            "How long every record stays on the log as it came, used when the log topic is made");

    /** In the order in which they are documented. */
    public static final List<Setting> SETTINGS = List.of(
            BOOTSTRAP,
            REGISTRY,
            TOPIC,
            REJECTS,
            CHECKPOINTS,
            SCHEMAS,
            PARTITIONS,
            REPLICATION,
            COMPACTION_LAG,
            GUARD_KEY,
            OTHER_GUARD_KEYS,
            SEALS,
            OLD_SEALS,
            Redaction.RULES,
            LogFormat.SETTING);

    private LedgerSettings() {}

    public static LedgerConfig from(Settings settings) {
        LogFormat.of(settings);
        Duration lag = settings.duration(COMPACTION_LAG);
        LogTopic topic = new LogTopic(
                settings.text(TOPIC),
                settings.number(PARTITIONS, 1, 10_000),
                (short) settings.number(REPLICATION, 1, 100),
                lag);
        return new LedgerConfig(
                settings.text(BOOTSTRAP),
                settings.uri(REGISTRY),
                topic,
                settings.text(REJECTS),
                settings.text(CHECKPOINTS),
                settings.text(SCHEMAS),
                settings.text(SEALS),
                guardKey(settings),
                otherGuardKeys(settings),
                oldSeals(settings),
                settings.kafka());
    }

    private static List<String> otherGuardKeys(Settings settings) {
        return Arrays.stream(settings.text(OTHER_GUARD_KEYS).split("\\s+", -1))
                .filter(key -> !key.isEmpty())
                .toList();
    }

    private static String guardKey(Settings settings) {
        String key = settings.text(GUARD_KEY);
        if (key.isEmpty()) {
            throw new SettingException(
                    GUARD_KEY,
                    key,
                    "a secret: without one anybody who can write to Kafka could decide in anybody's name. Set the same random text"
                            + " for all processes of the ledger, such as what `openssl rand -hex 32` prints, and keep it");
        }
        return key;
    }

    private static OldSeals oldSeals(Settings settings) {
        String word = settings.text(OLD_SEALS);
        for (OldSeals each : OldSeals.values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        throw new SettingException(OLD_SEALS, word, "unsealed, empty-key or none");
    }
}
