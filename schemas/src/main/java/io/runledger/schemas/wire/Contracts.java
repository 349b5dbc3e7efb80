package io.runledger.schemas.wire;

import io.runledger.schemas.contract.Contract;

/** Makes a registry ready for this ledger. Every process that writes does so when it starts; doing it twice changes nothing. */
public final class Contracts {
    private Contracts() {}

    /**
     * Sets the compatibility rule and registers every contract.
     *
     * @throws RegistryUnavailableException if the registry does not answer in time
     * @throws IncompatibleSchemaException if the registry holds a version that a contract of ours would break
     */
    public static void registerAll(RegistryClient registry) {
        registry.requireFullTransitive();
        for (Contract<?> contract : Contract.all()) {
            registry.register(contract.subject(), contract.schema());
        }
    }
}
