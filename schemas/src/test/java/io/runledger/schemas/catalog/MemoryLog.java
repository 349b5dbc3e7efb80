package io.runledger.schemas.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The topic in memory; each of these reads it for itself. */
final class MemoryLog implements CatalogLog {
    final List<CatalogEntry> entries;
    private int next;

    MemoryLog() {
        this(new CopyOnWriteArrayList<>());
    }

    private MemoryLog(List<CatalogEntry> entries) {
        this.entries = entries;
    }

    /** The same topic, read from its beginning. */
    MemoryLog again() {
        return new MemoryLog(entries);
    }

    @Override
    public void readToEnd(Consumer<CatalogEntry> reader) {
        while (next < entries.size()) {
            reader.accept(entries.get(next++));
        }
    }

    @Override
    public void append(List<? extends CatalogEntry> added) {
        entries.addAll(new ArrayList<>(added));
    }

    @Override
    public void close() {}
}
