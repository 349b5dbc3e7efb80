package io.runledger.endtoend.ledger;

import java.io.IOException;
import java.nio.file.Path;

/** The Kafka of a test's own ledger: in this process, or in a container with {@code -Pdocker}. */
public interface TestBroker extends AutoCloseable {
    /** On a directory's records, if a broker was there before. */
    static TestBroker start(Path directory) throws Exception {
        return Docker.isAskedFor() ? ContainerBroker.start(directory) : EmbeddedTestBroker.start(directory);
    }

    String bootstrapServers();

    void stop();

    /** Where it was, with what it had. */
    void startAgain() throws IOException;

    @Override
    void close();
}
