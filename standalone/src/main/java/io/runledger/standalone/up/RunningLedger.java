package io.runledger.standalone.up;

import io.runledger.standalone.terminal.ClearFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a running ledger is reached, as {@code running.properties} in its directory says for as long as it runs. What was
 * killed leaves it; then nothing answers there.
 *
 * @param version of the program; empty if it is not packaged, or was started by one that did not say
 * @param guardKey what it is sealed with, if its directory has that
 */
public record RunningLedger(
        String bootstrapServers,
        String registryUrl,
        String url,
        int partitions,
        Optional<String> version,
        Optional<GuardKey> guardKey) {
    static final String NAME = "running.properties";

    /** @param scheme that its HTTP port speaks */
    public static RunningLedger of(Endpoints endpoints, String scheme) {
        return new RunningLedger(
                endpoints.bootstrapServers(),
                endpoints.registryUrl(),
                scheme + "://" + endpoints.host() + ":" + endpoints.port(),
                endpoints.partitions(),
                Optional.ofNullable(RunningLedger.class.getPackage().getImplementationVersion()),
                Optional.empty());
    }

    /** The ledger that runs on this directory; empty if none does. */
    public static Optional<RunningLedger> in(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        }
        try {
            return Optional.of(new RunningLedger(
                    properties.getProperty("kafka", ""),
                    properties.getProperty("registry", ""),
                    properties.getProperty("url", ""),
                    Integer.parseInt(properties.getProperty("partitions", "")),
                    Optional.ofNullable(properties.getProperty("version")),
                    GuardKey.in(directory)));
        } catch (NumberFormatException e) {
            throw new ClearFailure(file + " is damaged: start the ledger again.", e);
        }
    }

    public void write(Path directory) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("kafka", bootstrapServers);
        properties.setProperty("registry", registryUrl);
        properties.setProperty("url", url);
        properties.setProperty("partitions", Integer.toString(partitions));
        version.ifPresent(known -> properties.setProperty("version", known));
        Path draft = directory.resolve(NAME + ".new");
        try (var out = Files.newOutputStream(draft)) {
            properties.store(out, "Runledger: where the ledger on this directory is reached while it runs");
        }
        Files.move(draft, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public static void delete(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(NAME));
    }

    /** The settings of its services that tell where it is. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "RUNLEDGER_KAFKA_BOOTSTRAP", bootstrapServers,
                "RUNLEDGER_REGISTRY_URL", registryUrl,
                "RUNLEDGER_LOG_PARTITIONS", String.valueOf(partitions)));
        guardKey.map(GuardKey::settings).ifPresent(settings::putAll);
        return settings;
    }
}
