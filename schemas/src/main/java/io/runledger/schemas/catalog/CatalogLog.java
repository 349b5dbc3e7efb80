package io.runledger.schemas.catalog;

import io.runledger.schemas.wire.RegistryUnavailableException;
import java.util.List;
import java.util.function.Consumer;

/** The topic of schemas, read in order from its first record on and appended to. For one thread at a time. */
public interface CatalogLog extends AutoCloseable {
    /**
     * Gives every record that was not read yet, up to the topic's present end.
     *
     * @throws RegistryUnavailableException if Kafka does not give them in time
     */
    void readToEnd(Consumer<CatalogEntry> reader);

    /**
     * Appends entries in order, and returns when all in-sync replicas have them. They are read like those of others.
     *
     * @throws RegistryUnavailableException if Kafka does not confirm them in time; some may be there all the same
     */
    void append(List<? extends CatalogEntry> entries);

    @Override
    void close();
}
