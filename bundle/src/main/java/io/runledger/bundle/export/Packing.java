package io.runledger.bundle.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs files into a zip, as a stream: nothing of it is held but what a manifest says of each. The same files give the same
 * bytes wherever the same deflater (zlib) runs: entries have a fixed time. For one thread.
 */
public final class Packing {
    /** Local, as a zip has it. For the first day that a zip can tell Java would add the time zone's. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    /** What surrounds records. */
    private record Frame(byte[] begin, byte[] between, byte[] end, byte[] empty) {
        static Frame of(String begin, String between, String end, String empty) {
            return new Frame(
                    begin.getBytes(US_ASCII),
                    between.getBytes(US_ASCII),
                    end.getBytes(US_ASCII),
                    empty.getBytes(US_ASCII));
        }
    }

    private static final Frame LINES = Frame.of("", "\n", "\n", "");
    private static final Frame ARRAY = Frame.of("[\n", ",\n", "\n]\n", "[]\n");

    private final ZipOutputStream zip;
    private final List<FileEntry> files = new ArrayList<>();

    /** @param out is not closed */
    public Packing(OutputStream out) {
        zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.setLevel(Deflater.DEFAULT_COMPRESSION);
    }

    /** Packs records as JSON lines. */
    public void lines(String name, Lines.Source records) throws IOException {
        records(name, LINES, records);
    }

    /** Packs records as one JSON array, each on a line of its own. */
    public void array(String name, Lines.Source records) throws IOException {
        records(name, ARRAY, records);
    }

    /** Packs a file as it is. */
    public void document(String name, byte[] bytes) throws IOException {
        begin(name);
        FileDigest digest = new FileDigest();
        put(bytes, digest);
        end(digest.entry(name, 1));
    }

    /** What was packed so far. */
    public List<FileEntry> files() {
        return List.copyOf(files);
    }

    /** Ends the zip with a file that tells of the others. */
    public void finish(String name, byte[] manifest) throws IOException {
        begin(name);
        zip.write(manifest);
        zip.closeEntry();
        zip.finish();
        zip.flush();
    }

    private void records(String name, Frame frame, Lines.Source records) throws IOException {
        begin(name);
        FileDigest digest = new FileDigest();
        long[] count = {0};
        records.writeTo(json -> {
            put(count[0]++ == 0 ? frame.begin : frame.between, digest);
            put(checked(json), digest);
        });
        put(count[0] == 0 ? frame.empty : frame.end, digest);
        end(digest.entry(name, count[0]));
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

    private void end(FileEntry file) throws IOException {
        zip.closeEntry();
        files.add(file);
    }

    private static byte[] checked(byte[] json) {
        for (byte b : json) {
            if (b == '\n' || b == '\r') {
                throw new IllegalArgumentException("a record is one line");
            }
        }
        return json;
    }
}
