package io.runledger.endtoend.ledger;

import io.runledger.standalone.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;

/** The broker that a ledger brings along. */
final class EmbeddedTestBroker implements TestBroker {
    private static final String HOST = "127.0.0.1";

    private final Path directory;
    private EmbeddedBroker broker;

    private EmbeddedTestBroker(Path directory, EmbeddedBroker broker) {
        this.directory = directory;
        this.broker = broker;
    }

    static EmbeddedTestBroker start(Path directory) throws Exception {
        return new EmbeddedTestBroker(directory, EmbeddedBroker.start(directory, HOST, 0));
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public void stop() {
        broker.close();
    }

    @Override
    public void startAgain() throws IOException {
        String address = broker.bootstrapServers();
        broker = EmbeddedBroker.start(
                directory, HOST, Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
    }

    @Override
    public void close() {
        stop();
    }
}
