package io.runledger.gateway.batch;

import io.runledger.gateway.record.RawRecord;
import io.runledger.http.ProblemException;
import io.runledger.http.RequestBody;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * Cuts a batch into its items while it comes in, and holds one item of it at a time. It looks for where items end only;
 * what is inside is for who reads the item. Not thread-safe.
 */
abstract class BatchBody {
    private static final int BUFFER = 256 * 1024;

    private final InputStream in;
    private final int maxItem;
    private final int maxBytes;
    private long total;

    private Runnable beforeMore = () -> {};

    /** What has come in and is not done with: read up to {@link #at}, there up to {@link #end}. */
    byte[] buffer = new byte[BUFFER];

    int at;
    int end;

    /** The line that {@link #at} is in. */
    int line = 1;

    private int from = -1;
    private int length;
    private int itemLine;
    private boolean tooLarge;
    private Instant lastArrived = Instant.EPOCH;

    BatchBody(InputStream in, int maxItem, int maxBytes) {
        this.in = in;
        this.maxItem = maxItem;
        this.maxBytes = maxBytes;
    }

    /**
     * Goes on to the next item.
     *
     * @return false if there is none
     * @throws ProblemException if the body cannot be read any further: 400, or 413 if it is over its limit
     */
    abstract boolean next() throws IOException;

    /** Whether there is a next item to continue with when this one is not JSON. */
    abstract boolean goesOnAfterMalformed();

    /** Is done before more bytes take the place of items that were come to. */
    final void beforeMore(Runnable work) {
        beforeMore = work;
    }

    /** The one that was gone on to. */
    final RawRecord item() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        lastArrived = now.isAfter(lastArrived) ? now : lastArrived.plus(1, ChronoUnit.MICROS);
        return new RawRecord(buffer, from, length, itemLine, tooLarge, lastArrived);
    }

    final int offset() {
        return from;
    }

    final int length() {
        return length;
    }

    /** The line that was come to. */
    final int currentLine() {
        return line;
    }

    /** Whether the item is over its limit and was passed over. */
    final boolean isTooLarge() {
        return tooLarge;
    }

    /** Reads what is left, so that the client has sent everything before it is answered. False if it is too much. */
    final boolean drain() throws IOException {
        release();
        try {
            do {
                at = end;
            } while (more());
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    /** Nothing before {@link #at} is needed any more. */
    final void release() {
        from = -1;
    }

    /** An item begins at this place in the buffer. */
    final void begin(int place) {
        from = place;
        itemLine = line;
        tooLarge = false;
    }

    /** The item ends before this place in the buffer. */
    final void finish(int place) {
        length = place - from;
        tooLarge |= length > maxItem;
    }

    /** Gets more bytes after what is there; keeps the item that has begun. False at the body's end. */
    final boolean more() throws IOException {
        beforeMore.run();
        if (from >= 0 && end - from > maxItem) {
            tooLarge = true;
            from = 0;
            end = 0;
        } else if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, end - from);
            end -= from;
            from = 0;
        } else if (from < 0) {
            end = 0;
        }
        at = end;
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int count = read();
        if (count < 0) {
            return false;
        }
        total += count;
        if (total > maxBytes) {
            throw ProblemException.tooLarge("the batch has more than " + maxBytes + " bytes")
                    .with("limit", maxBytes);
        }
        end += count;
        return true;
    }

    /** Waits once at most, and takes all that is there. */
    private int read() throws IOException {
        try {
            int count = in.read(buffer, end, buffer.length - end);
            while (count >= 0 && end + count < buffer.length && in.available() > 0) {
                int more = in.read(buffer, end + count, buffer.length - end - count);
                if (more < 0) {
                    return count;
                }
                count += more;
            }
            return count;
        } catch (ZipException | EOFException e) {
            throw RequestBody.notPacked();
        }
    }
}
