package io.runledger.schemas.log;

import io.runledger.schemas.redaction.Redaction;
import io.runledger.schemas.settings.LogFormat;
import io.runledger.schemas.settings.Setting;
import io.runledger.schemas.settings.SettingException;
import io.runledger.schemas.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a ledger is: the settings that every process of it must agree on.
 *
 * @param bootstrap brokers, as Kafka's {@code bootstrap.servers}
 * @param registry where the schema registry's Confluent API stands
 * @param rejectsTopic where rejected records are published
 * @param checkpointsTopic where checkpoints are kept
 * @param schemasTopic where the schemas of the log's records are kept
 * @param sealsTopic where it is kept from which offsets on the log is sealed
 * @param guardKey the secret that decisions, imported records and healing copies are sealed with; never printed, never empty
 * @param oldSeals what is believed of records that are on the log before it is sealed
 * @param redaction what must not stand on the log; what the views reject depends on it
 * @param kafka further properties of every Kafka client; may hold secrets and is therefore never printed
 */
public record LedgerConfig(
        String bootstrap,
        URI registry,
        LogTopic topic,
        String rejectsTopic,
        String checkpointsTopic,
        String schemasTopic,
        String sealsTopic,
        String guardKey,
        OldSeals oldSeals,
        Redaction redaction,
        Map<String, Object> kafka) {
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
            "Secret that tells the guard's decisions, imported records and healing copies from forged ones; the same in all processes, and for the life of a ledger. Required; `runledger up` makes one");
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
            SEALS,
            OLD_SEALS,
            Redaction.RULES,
            LogFormat.SETTING);

    private static final String RECOVERY = "metadata.recovery.strategy";
    private static final String NO_REBOOTSTRAP = "none";

    public LedgerConfig {
        kafka = Map.copyOf(kafka);
    }

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
                oldSeals(settings),
                Redaction.of(settings),
                settings.kafka());
    }

    /**
     * Properties for an admin client of this ledger: those of any client, without rebootstrapping. Kafka's admin client (4.3.1)
     * opens one more metadata call every 100 ms while no broker accepts a connection, and rebootstraps for each open one ten
     * times a second: after a minute it does so 6,000 times a second, each time with a line in the log.
     */
    public Map<String, Object> adminClient() {
        Map<String, Object> properties = client();
        properties.putIfAbsent(RECOVERY, NO_REBOOTSTRAP);
        return properties;
    }

    /** Properties for Kafka Streams, which has an admin client of its own. */
    public Map<String, Object> streams() {
        Map<String, Object> properties = client();
        properties.putIfAbsent("admin." + RECOVERY, NO_REBOOTSTRAP);
        return properties;
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

    /** Properties for any Kafka client of this ledger; what was passed through gives way to what the ledger rests on. */
    public Map<String, Object> client() {
        Map<String, Object> properties = new TreeMap<>(kafka);
        properties.put("bootstrap.servers", bootstrap);
        return properties;
    }

    @Override
    public String toString() {
        return "LedgerConfig[bootstrap=" + bootstrap + ", registry=" + withoutUser(registry) + ", topic=" + topic
                + ", kafka=" + new TreeMap<>(kafka).keySet() + "]";
    }

    private static String withoutUser(URI uri) {
        return uri.getRawUserInfo() == null ? uri.toString() : uri.toString().replace(uri.getRawUserInfo() + "@", "");
    }
}
