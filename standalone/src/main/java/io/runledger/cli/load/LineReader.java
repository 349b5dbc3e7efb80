package io.runledger.cli.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file line by line, in bytes, never more of it than one line. A line over the limit is cut there: it is a refused
 * record then, not the end of this process's memory.
 */
final class LineReader implements AutoCloseable {
    private final InputStream in;
    private final int limit;
    private int number;
    private boolean cut;

    LineReader(InputStream in, int limit) {
        this.in = new BufferedInputStream(in, 64 * 1024);
        this.limit = limit;
    }

    /** The next line without its end, null after the last. */
    byte @Nullable [] next() throws IOException {
        int read = in.read();
        if (read < 0) {
            return null;
        }
        number++;
        cut = false;
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        for (; read >= 0 && read != '\n'; read = in.read()) {
            if (line.size() < limit) {
                line.write(read);
            } else {
                cut = true;
            }
        }
        return line.toByteArray();
    }

    /** The number of the line read last, from 1. */
    int number() {
        return number;
    }

    /** Whether the line read last was longer than the limit. */
    boolean cut() {
        return cut;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
