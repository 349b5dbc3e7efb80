package io.runledger.standalone.registry;

import io.runledger.schemas.catalog.CatalogEntry;
import io.runledger.schemas.catalog.CatalogLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a registry that is no part of the ledger keeps its schemas in: gone when it ends. */
public final class MemoryTopic implements CatalogLog {
    private final List<CatalogEntry> entries = new ArrayList<>();
    private int next;

    @Override
    public void readToEnd(Consumer<CatalogEntry> reader) {
        while (next < entries.size()) {
            reader.accept(entries.get(next++));
        }
    }

    @Override
    public void append(List<? extends CatalogEntry> added) {
        entries.addAll(added);
    }

    @Override
    public void close() {}
}
