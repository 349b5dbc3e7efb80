package io.runledger.streams.views.read;

import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.model.Counts;
import io.runledger.streams.views.model.RejectedRecord;
import io.runledger.streams.views.store.Database;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyReader;
import io.runledger.streams.views.store.Layout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.ReadOptions;

/**
 * The rejected records of a partition, as they were observed: nobody knows of which run they are, so they are shown to those
 * who may see all runs. Usable as long as its reader is open.
 */
public final class RejectReader {
    private final PartitionReader reader;
    private final int partition;
    private final Database database;
    private final ReadOptions options;
    private final Visible visible;

    RejectReader(PartitionReader reader, int partition, Database database, ReadOptions options, Visible visible) {
        this.visible = visible;
        this.reader = reader;
        this.partition = partition;
        this.database = database;
        this.options = options;
    }

    /** At most {@code limit} rejected records, in the order asked for. */
    public List<RejectedRecord> page(RejectQuery query, int limit) {
        List<RejectedRecord> rejects = new ArrayList<>();
        if (!visible.hasAllRuns()) {
            return rejects;
        }
        try (PostingsJoin walk = reader.walk(ScanPlan.rejects(query))) {
            while (rejects.size() < limit && walk.next()) {
                byte[] key = walk.key();
                rejects.add(at(KeyReader.number(key, key.length - 8)).orElseThrow());
            }
        }
        return rejects;
    }

    /**
     * The rejected record at an offset. Erased content is not shown, whoever wrote it, nor is any to those who may not
     * see all artifacts: whose it is nobody knows.
     */
    public Optional<RejectedRecord> at(long offset) {
        byte[] value = visible.hasAllRuns() ? database.get(Family.REJECTS, options, Layout.reject(offset)) : null;
        return Optional.ofNullable(value)
                .map(stored -> RejectedRecord.of(partition, offset, stored))
                .map(reject -> isHidden(reject) ? reject.withoutContent() : reject);
    }

    private boolean isHidden(RejectedRecord reject) {
        return !visible.hiddenClasses().isEmpty()
                || RecordKey.parse(reject.key().getBytes(StandardCharsets.UTF_8))
                        .map(reader::isErased)
                        .orElse(false);
    }

    /** How many records were rejected for each reason. */
    public Map<String, Long> byReason() {
        return visible.hasAllRuns()
                ? new Counts(database, options).all(Family.REJECTS, Layout.rejectCounts())
                : Map.of();
    }
}
