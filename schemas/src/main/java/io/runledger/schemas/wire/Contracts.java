package io.runledger.schemas.wire;

import io.runledger.schemas.contract.BuiltInPayload;
import io.runledger.schemas.contract.Contract;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a registry ready for this ledger. Every process that writes does so when it starts; doing it twice changes nothing. */
public final class Contracts {
    private static final Logger LOG = LoggerFactory.getLogger(Contracts.class);

    private Contracts() {}

    /**
     * Sets the compatibility rule, registers every contract of records, and those of payloads that come with the ledger.
     *
     * @throws RegistryUnavailableException if the registry does not answer in time
     * @throws IncompatibleSchemaException if the registry holds a version that a contract of records would break
     */
    public static void registerAll(RegistryClient registry) {
        registry.requireFullTransitive();
        for (Contract<?> contract : Contract.all()) {
            registry.register(contract.subject(), contract.schema());
        }
        RegistrySubjects subjects = registry.subjects();
        List<String> names = subjects.names();
        for (BuiltInPayload payload : BuiltInPayload.all()) {
            if (!names.contains(payload.subject()) || isOurs(payload, subjects)) {
                offer(payload, registry);
            } else {
                LOG.info(
                        "another payload contract than the built-in one stands and holds, subject={}",
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
            LOG.warn("the built-in payload contract is not registered, what stands holds: {}", e.getMessage());
        }
    }
}
