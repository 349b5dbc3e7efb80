package io.runledger.bundle.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.SortedMap;

/**
 * Writes an export as a zip, as a stream: nothing of it is held. The same lines give the same bytes (see {@link Packing}).
 * For one thread.
 */
public final class Export {
    private static final List<ExportFile> ORDER = List.of(ExportFile.values());

    private final Packing packing;

    /** @param out is not closed */
    public Export(OutputStream out) {
        packing = new Packing(out);
    }

    /**
     * Writes the next file.
     *
     * @throws IllegalArgumentException if another file is the next one, or a line is more than a line
     */
    public void write(ExportFile file, Lines.Source records) throws IOException {
        int written = packing.files().size();
        if (written == ORDER.size() || ORDER.get(written) != file) {
            throw new IllegalArgumentException(file.fileName() + " is not the next file");
        }
        packing.lines(file.fileName(), records);
    }

    /**
     * Ends the export with its manifest.
     *
     * @param positions the last offset of each partition that is in it
     * @param carried of runs that were imported, the last offset that they had where they came from, by partition
     */
    public void finish(Selection selection, SortedMap<Integer, Long> positions, SortedMap<Integer, Long> carried)
            throws IOException {
        if (packing.files().size() != ORDER.size()) {
            throw new IllegalStateException("files are missing");
        }
        packing.finish(ExportFile.MANIFEST, new Manifest(selection, positions, carried, packing.files()).json());
    }
}
