package io.runledger.cli.ledger;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the directory of a ledger that {@code up} runs; filled by picocli. */
final class DataOption {
    private static final Path DEFAULT = Path.of("./runledger-data");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The directory of the ledger (default: ./runledger-data).")
    private Optional<Path> data = Optional.empty();

    boolean isGiven() {
        return data.isPresent();
    }

    Path directory() {
        return data.orElse(DEFAULT).toAbsolutePath().normalize();
    }
}
