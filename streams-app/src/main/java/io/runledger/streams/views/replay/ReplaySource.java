package io.runledger.streams.views.replay;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.store.Memory;
import java.nio.file.Path;
import java.util.function.IntFunction;

/**
 * What views are replayed from, and where.
 *
 * @param scratch the directory in which a partition's views are made until they serve or are deleted
 */
public record ReplaySource(
        LedgerConfig ledger, SchemaRegistry registry, Memory memory, Criteria criteria, IntFunction<Path> scratch) {
    /** Nothing is read before it is asked for. */
    public FreshReplay of(int partition, FreshReplay.Watcher watcher) {
        return new FreshReplay(this, partition, watcher);
    }
}
