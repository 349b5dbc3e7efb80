package io.runledger.schemas.wire;

import java.util.Optional;
import org.apache.avro.Schema;

/** What the codec needs of a schema registry. Thread-safe. */
public interface SchemaRegistry {
    /**
     * The id of a schema under a subject; registers it if it is not there.
     *
     * @throws RegistryUnavailableException if the registry does not answer in time
     * @throws IncompatibleSchemaException if it would break the readers or writers of an earlier version
     */
    int register(String subject, Schema schema);

    /**
     * The schema of an id; empty if the registry says there is none.
     *
     * @throws RegistryUnavailableException if the registry does not answer in time
     */
    Optional<Schema> schema(int id);
}
