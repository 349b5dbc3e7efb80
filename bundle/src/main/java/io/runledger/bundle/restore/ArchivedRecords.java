package io.runledger.bundle.restore;

import io.runledger.bundle.archive.Archive;
import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.run.BundleFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The artifacts and events of an export or a bundle that is known to be valid, run by run, each run in the order of its
 * log. Holds a line of each file. For one thread.
 */
public final class ArchivedRecords implements Closeable {
    private final Archive archive;
    private final RecordFile artifacts;
    private final RecordFile events;

    private ArchivedRecords(Archive archive, RecordFile artifacts, RecordFile events) {
        this.archive = archive;
        this.artifacts = artifacts;
        this.events = events;
    }

    /** @throws IOException if it is neither a zip nor a directory, or cannot be read within the limits */
    public static ArchivedRecords open(Path path, Limits limits) throws IOException {
        Archive archive = Archive.open(path, limits);
        try {
            return new ArchivedRecords(
                    archive, open(archive, ExportFile.ARTIFACTS, limits), open(archive, ExportFile.EVENTS, limits));
        } catch (IOException e) {
            archive.close();
            throw e;
        }
    }

    private static RecordFile open(Archive archive, ExportFile file, Limits limits) throws IOException {
        String name = archive.names().contains(file.fileName()) ? file.fileName() : BundleFile.of(file);
        if (!archive.names().contains(name)) {
            throw new IOException("has no " + file.fileName());
        }
        return new RecordFile(archive.open(name), name, file, limits);
    }

    /**
     * The next record; empty after the last.
     *
     * @throws IOException if the archive cannot be read, or is not valid
     */
    public Optional<ArchivedRecord> next() throws IOException {
        Optional<ArchivedRecord> artifact = artifacts.head();
        Optional<ArchivedRecord> event = events.head();
        if (artifact.isPresent() && (event.isEmpty() || isBefore(artifact.get(), event.get()))) {
            artifacts.advance();
            return artifact;
        }
        events.advance();
        return event;
    }

    private static boolean isBefore(ArchivedRecord one, ArchivedRecord other) {
        int runs = Arrays.compareUnsigned(run(one), run(other));
        return runs < 0
                || (runs == 0
                        && one.origin().position().offset()
                                < other.origin().position().offset());
    }

    private static byte[] run(ArchivedRecord record) {
        return record.key().runId().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        try (archive;
                artifacts) {
            events.close();
        }
    }
}
