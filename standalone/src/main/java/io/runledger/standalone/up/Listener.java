package io.runledger.standalone.up;

/**
 * Where a server of the ledger listens.
 *
 * @param host the address it is bound to
 */
public record Listener(String host, int port) {}
