package io.runledger.core.lines;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts bytes into lines, of which it holds one at a time and never more than a limit. For one thread. */
public final class BoundedLines {
    private static final int CHUNK_BYTES = 64 * 1024;

    /** What came next. */
    public enum Next {
        LINE,
        /** More than a line may hold: the first bytes of it, up to the limit. */
        TOO_LONG,
        /** The file ends within a line. */
        CUT_OFF,
        END
    }

    private final InputStream in;
    private final int mostBytes;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int from;
    private int to;
    private byte[] line = new byte[8 * 1024];
    private int length;
    private boolean tooLong;

    public BoundedLines(InputStream in, int mostBytes) {
        this.in = in;
        this.mostBytes = mostBytes;
    }

    /** The bytes of the line that was read last, without its end; valid until the next is read. */
    public byte[] bytes() {
        return line;
    }

    public int length() {
        return length;
    }

    /** Whether the line that was read last was longer than the limit, also one that the file ends within. */
    public boolean isTooLong() {
        return tooLong;
    }

    /** Reads the next line, or as much of it as is held. */
    public Next next() throws IOException {
        length = 0;
        tooLong = false;
        boolean any = false;
        while (from < to || fill()) {
            any = true;
            int end = from;
            while (end < to && chunk[end] != '\n') {
                end++;
            }
            tooLong |= !append(end - from);
            from = Math.min(end + 1, to);
            if (end < to) {
                return tooLong ? Next.TOO_LONG : Next.LINE;
            }
        }
        return any ? Next.CUT_OFF : Next.END;
    }

    private boolean append(int more) {
        if (length + more > mostBytes) {
            append(mostBytes - length);
            return false;
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.min(mostBytes, Math.max(line.length * 2, length + more)));
        }
        System.arraycopy(chunk, from, line, length, more);
        length += more;
        return true;
    }

    private boolean fill() throws IOException {
        int read = in.read(chunk, 0, chunk.length);
        if (read <= 0) {
            return false;
        }
        from = 0;
        to = read;
        return true;
    }
}
