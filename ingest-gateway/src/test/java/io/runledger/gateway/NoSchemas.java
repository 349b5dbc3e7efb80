package io.runledger.gateway;

import io.runledger.schemas.catalog.CatalogEntry;
import io.runledger.schemas.catalog.CatalogLog;
import io.runledger.schemas.catalog.SchemaCatalog;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.wire.RegistryClient;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The topic of schemas before anything was written to it. */
final class NoSchemas implements CatalogLog {
    static SchemaCatalog catalog(LedgerConfig ledger) {
        return new SchemaCatalog(new RegistryClient(ledger.registry(), Duration.ZERO), new NoSchemas(), "none");
    }

    @Override
    public void readToEnd(Consumer<CatalogEntry> reader) {}

    @Override
    public void append(List<? extends CatalogEntry> entries) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
