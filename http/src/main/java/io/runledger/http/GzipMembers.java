package io.runledger.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks gzip of any number of members (RFC 1952, 2.2), strictly: each begins with its header and ends with the right
 * checksum and length, and nothing but another member follows. However the bytes arrive, the result is the same. The JDK's own stream takes
 * its source for ended when nothing happens to be there after a member, and takes garbage there for an end.
 *
 * <p>What can be unpacked is given before more is waited for. Not thread-safe.
 */
final class GzipMembers extends InputStream {
    private static final int PACKED_AT_ONCE = 16 * 1024;
    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;
    private static final int TIME_SYSTEM_AND_LEVEL = 6;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 content = new CRC32();
    private final CRC32 header = new CRC32();
    private final byte[] packed = new byte[PACKED_AT_ONCE];

    /** What has come in and is not unpacked: from here to {@link #end}. */
    private int at;

    private int end;
    private boolean inMember;
    private boolean began;
    private boolean over;
    private @Nullable IOException failure;

    /** @param in closed by whoever opened it */
    GzipMembers(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * Unpacks at least one byte, if there is one. After a failure every further read fails with it.
     *
     * @throws ZipException if it is not gzip, or a checksum is wrong
     * @throws EOFException if it ends inside a member
     */
    @Override
    public int read(byte[] unpacked, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (failure != null) {
            throw failure;
        }
        try {
            return unpack(unpacked, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private int unpack(byte[] unpacked, int offset, int length) throws IOException {
        while (!over) {
            if (!inMember && !begin()) {
                over = true;
                return -1;
            }
            int count = inflate(unpacked, offset, length);
            if (count > 0) {
                return count;
            }
        }
        return -1;
    }

    /** 0 if the member ends. */
    private int inflate(byte[] unpacked, int offset, int length) throws IOException {
        try {
            while (true) {
                int count = inflater.inflate(unpacked, offset, length);
                if (count > 0) {
                    content.update(unpacked, offset, count);
                    return count;
                }
                if (inflater.finished()) {
                    at = end - inflater.getRemaining();
                    end();
                    return 0;
                }
                if (inflater.needsDictionary()) {
                    throw new ZipException("a preset dictionary, which gzip does not have");
                }
                if (at == end && !fill()) {
                    throw new EOFException("ends inside a member");
                }
                inflater.setInput(packed, at, end - at);
                at = end;
            }
        } catch (DataFormatException e) {
            throw new ZipException("no deflated data");
        }
    }

    /** Reads a member's header; false if there is none because everything is over. */
    private boolean begin() throws IOException {
        if (at == end && !fill()) {
            if (!began) {
                throw new EOFException("is empty");
            }
            return false;
        }
        began = true;
        header.reset();
        if (next() != MAGIC_1 || next() != MAGIC_2 || next() != DEFLATE) {
            throw new ZipException("no gzip where a member should begin");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new ZipException("reserved flags are set");
        }
        pass(TIME_SYSTEM_AND_LEVEL);
        if ((flags & EXTRA) != 0) {
            pass(number(2));
        }
        if ((flags & NAME) != 0) {
            text();
        }
        if ((flags & COMMENT) != 0) {
            text();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            long computed = header.getValue() & 0xffff;
            if (number(2) != computed) {
                throw new ZipException("a header's checksum is wrong");
            }
        }
        inflater.reset();
        content.reset();
        inMember = true;
        return true;
    }

    private void end() throws IOException {
        if (number(4) != content.getValue() || number(4) != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new ZipException("a checksum or a length is wrong");
        }
        inMember = false;
    }

    private void text() throws IOException {
        while (next() != 0) {
            // its zero ends it
        }
    }

    private void pass(long count) throws IOException {
        for (long i = 0; i < count; i++) {
            next();
        }
    }

    /** Of this many bytes, the least significant first. */
    private long number(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (long) next() << (8 * i);
        }
        return number;
    }

    private int next() throws IOException {
        if (at == end && !fill()) {
            throw new EOFException("ends inside a member's frame");
        }
        int next = packed[at++] & 0xff;
        header.update(next);
        return next;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(packed, 0, packed.length));
        return end > 0;
    }

    @Override
    public void close() {
        inflater.end();
        over = true;
    }
}
