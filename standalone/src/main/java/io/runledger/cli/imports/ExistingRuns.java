package io.runledger.cli.imports;

import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.restore.ArchivedRecords;
import io.runledger.cli.export.ExportDownload;
import io.runledger.cli.export.ExportQuery;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.wire.Target;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Reads runs as the ledger has them, by its export, and not from before what the log held. For one thread. */
final class ExistingRuns implements Closeable {
    private static final int WAIT_SECONDS = 30;

    private final ExportDownload client;
    private final ImportedRecord records;
    private final Path file = Files.createTempFile("runledger-import", ".zip");

    ExistingRuns(ExportDownload client, ImportedRecord records) throws IOException {
        this.client = client;
        this.records = records;
    }

    /** @param ends of the log's partitions, which the views must have reached */
    ExistingRun of(String run, Map<Integer, Long> ends) throws IOException, InterruptedException {
        int partition = RunPartition.of(run, records.topic().partitions());
        long end = ends.getOrDefault(partition, 0L);
        Target all = ExportQuery.ofRun(run).target();
        Target target = end == 0
                ? all
                : all.with("at_least", new Position(partition, end - 1).toString())
                        .with("wait", String.valueOf(WAIT_SECONDS));
        if (!client.saveIfThere(target.toString(), file)) {
            return ExistingRun.NOTHING;
        }
        try (ArchivedRecords exported = ArchivedRecords.open(file, Limits.DEFAULT)) {
            return ExistingRun.of(exported, records::content);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
