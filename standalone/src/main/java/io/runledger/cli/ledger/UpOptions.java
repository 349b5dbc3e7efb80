package io.runledger.cli.ledger;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code up}; filled by picocli. */
final class UpOptions {
    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    String host = "127.0.0.1";

    @Option(
            names = "--kafka-host",
            paramLabel = "ADDRESS",
            description =
                    "Address for Kafka to listen on, which checks nobody who connects (default: ${DEFAULT-VALUE}).")
    String kafkaHost = "127.0.0.1";

    @Option(
            names = "--registry-host",
            paramLabel = "ADDRESS",
            description =
                    "Address for the schema registry to listen on, which checks nobody (default: ${DEFAULT-VALUE}).")
    String registryHost = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "HTTP port of the ledger (default: ${DEFAULT-VALUE}; 0: any free).")
    int port = 8080;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Port of Kafka (default: ${DEFAULT-VALUE}).")
    int kafkaPort = 9092;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            description = "Port of the schema registry (default: ${DEFAULT-VALUE}).")
    int registryPort = 8081;

    @Option(names = "--data", paramLabel = "DIR", description = "Where the ledger is kept (default: ${DEFAULT-VALUE}).")
    Path data = Path.of("./runledger-data");

    @Option(names = "--ephemeral", description = "Keep nothing: a new ledger in a temporary directory.")
    boolean ephemeral;

    @Option(
            names = "--secure",
            description =
                    "Require a key for every request, now and at every later start. The first admin key is printed once.")
    boolean secure;

    @Option(
            names = "--new-admin-key",
            description = "Print another admin key: for whoever has lost theirs and has the data directory.")
    boolean newAdminKey;

    @Option(names = "--until-ready", description = "Stop again as soon as it is ready: a trial.")
    boolean untilReady;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of a new ledger, fixed for its life (default: 12).")
    @Nullable
    Integer partitions;
}
