package io.runledger.standalone.up;

/** The services of the ledger between its broker and its HTTP port, started in the order the data flows. */
public final class LedgerServices implements AutoCloseable {
    private LedgerServices() {}

    public static LedgerServices start(Endpoints endpoints, DataDirectory data) {
        return new LedgerServices();
    }

    @Override
    public void close() {}
}
