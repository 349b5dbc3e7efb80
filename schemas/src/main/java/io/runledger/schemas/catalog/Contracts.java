package io.runledger.schemas.catalog;

import io.runledger.schemas.contract.BuiltInPayload;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.schemas.wire.IncompatibleSchemaException;
import io.runledger.schemas.wire.RegisteredSchema;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.schemas.wire.RegistrySubjects;
import io.runledger.schemas.wire.RegistryUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a registry ready for this ledger. Every process that writes does so when it starts; doing it twice changes nothing. */
public final class Contracts {
    private static final Logger LOG = LoggerFactory.getLogger(Contracts.class);

    private Contracts() {}

    /**
     * The schemas of a ledger, in a registry that is ready.
     *
     * @param patience how long to wait for the registry
     * @throws LogTopicException if the schemas' topic cannot be used
     * @throws RegistryUnavailableException if the registry or the topic does not answer in time
     * @throws IncompatibleSchemaException if the registry holds what the ledger's contracts or its log contradict
     */
    public static SchemaCatalog ready(LedgerConfig ledger, Duration patience) throws LogTopicException {
        RegistryClient registry = new RegistryClient(ledger.registry(), patience);
        SchemaCatalog catalog = SchemaCatalog.open(ledger, registry);
        boolean complete = false;
        try {
            registerAll(registry, catalog, ledger.topic());
            complete = true;
            return catalog;
        } finally {
            if (!complete) {
                catalog.close();
            }
        }
    }

    /**
     * Sets the compatibility rule, holds the registry against the schemas' topic, and registers every contract of records, and
     * those of payloads that come with the ledger.
     *
     * @throws RegistryUnavailableException if the registry does not answer in time
     * @throws IncompatibleSchemaException if the registry holds a version that a contract of records would break, or another
     *     schema under an id of the log
     */
    public static void registerAll(RegistryClient registry, SchemaCatalog catalog, LogTopic log) {
        registry.requireFullTransitive();
        new RegistryReconciliation(registry, catalog, log).run();
        for (Contract<?> contract : Contract.all()) {
            catalog.register(contract.subject(), contract.schema());
        }
        RegistrySubjects subjects = registry.subjects();
        List<String> names = subjects.names();
        for (BuiltInPayload payload : BuiltInPayload.all()) {
            if (!names.contains(payload.subject()) || isOurs(payload, subjects)) {
                offer(payload, registry);
            } else {
                LOG.info(
                        "another payload contract than the built-in one is registered and in force, subject={}",
                        payload.subject());
            }
        }
    }

    private static boolean isOurs(BuiltInPayload payload, RegistrySubjects subjects) {
        Optional<RegisteredSchema> newest = subjects.latest(payload.subject());
        return newest.isPresent() && payload.isOurs(newest.get().schema());
    }

    private static void offer(BuiltInPayload payload, RegistryClient registry) {
        try {
            registry.register(payload.subject(), payload.schema());
        } catch (IncompatibleSchemaException e) {
            LOG.warn(
                    "the built-in payload contract is not registered; the registered one stays in force: {}",
                    e.getMessage());
        }
    }
}
