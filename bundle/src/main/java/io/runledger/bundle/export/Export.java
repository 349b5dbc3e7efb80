package io.runledger.bundle.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes an export as a zip, as a stream: nothing of it is held. The same lines give the same bytes wherever the same
 * deflater (zlib) runs: entries have a fixed order and a fixed time. For one thread.
 */
public final class Export {
    /** Local, for so it stands in a zip. For the first day that a zip can tell Java would add the time zone's. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private static final List<ExportFile> ORDER = List.of(ExportFile.values());

    private final ZipOutputStream zip;
    private final List<FileEntry> files = new ArrayList<>();

    /** @param out is not closed */
    public Export(OutputStream out) {
        zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.setLevel(Deflater.DEFAULT_COMPRESSION);
    }

    /** Takes the lines of one file. */
    @FunctionalInterface
    public interface Lines {
        /** Adds one line: a JSON object in UTF-8 without line breaks. */
        void add(byte[] json) throws IOException;
    }

    /** Gives the lines of one file, in its order. */
    @FunctionalInterface
    public interface Records {
        void writeTo(Lines lines) throws IOException;
    }

    /**
     * Writes the next file.
     *
     * @throws IllegalArgumentException if another file is the next one, or a line is more than a line
     */
    public void write(ExportFile file, Records records) throws IOException {
        if (files.size() == ORDER.size() || ORDER.get(files.size()) != file) {
            throw new IllegalArgumentException(file.fileName() + " is not the next file");
        }
        begin(file.fileName());
        FileDigest digest = new FileDigest();
        long[] count = {0};
        records.writeTo(json -> {
            put(line(json), digest);
            count[0]++;
        });
        zip.closeEntry();
        files.add(digest.entry(file.fileName(), count[0]));
    }

    /**
     * Ends the export with its manifest.
     *
     * @param positions the last offset of each partition that is in it
     */
    public void finish(Selection selection, SortedMap<Integer, Long> positions) throws IOException {
        if (files.size() != ORDER.size()) {
            throw new IllegalStateException("files are missing");
        }
        begin(ExportFile.MANIFEST);
        zip.write(new Manifest(selection, positions, files).json());
        zip.closeEntry();
        zip.finish();
        zip.flush();
    }

    private void begin(String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
    }

    private void put(byte[] bytes, FileDigest digest) throws IOException {
        digest.update(bytes, 0, bytes.length);
        zip.write(bytes);
    }

    private static byte[] line(byte[] json) {
        byte[] line = new byte[json.length + 1];
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                throw new IllegalArgumentException("a record of an export is one line");
            }
            line[i] = json[i];
        }
        line[json.length] = '\n';
        return line;
    }
}
