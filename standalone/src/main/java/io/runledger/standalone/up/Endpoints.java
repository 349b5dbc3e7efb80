package io.runledger.standalone.up;

/**
 * Where the parts of a ledger are.
 *
 * @param registryUrl the base URL of the registry's Confluent API
 * @param host the address that the ledger's own HTTP port is bound to
 */
public record Endpoints(String bootstrapServers, String registryUrl, String host, int port, int partitions) {}
