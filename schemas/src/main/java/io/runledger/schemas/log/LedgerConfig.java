package io.runledger.schemas.log;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a ledger is: the settings that every process of it must agree on.
 *
 * @param bootstrap brokers, as Kafka's {@code bootstrap.servers}
 * @param registry where the schema registry's Confluent API is
 * @param rejectsTopic where rejected records are published
 * @param checkpointsTopic where checkpoints are kept
 * @param schemasTopic where the schemas of the log's records are kept
 * @param sealsTopic where it is kept from which offsets on the log is sealed
 * @param guardKey the secret that decisions, imported records and healing copies are sealed with; never printed, never empty
 * @param otherGuardKeys secrets by which seals are genuine, too, while the guard key is replaced and after; never printed
 * @param oldSeals what is believed of records that are on the log before it is sealed
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
        List<String> otherGuardKeys,
        OldSeals oldSeals,
        Map<String, Object> kafka) {
    private static final String RECOVERY = "metadata.recovery.strategy";
    private static final String NO_REBOOTSTRAP = "none";

    public LedgerConfig {
        otherGuardKeys = List.copyOf(otherGuardKeys);
        kafka = Map.copyOf(kafka);
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
