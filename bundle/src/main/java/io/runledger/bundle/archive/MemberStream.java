package io.runledger.bundle.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** A member's bytes, counted against the limits while they come, and held against their CRC at the end. */
final class MemberStream extends InputStream {
    /** Told of bytes as they come. */
    @FunctionalInterface
    interface Counter {
        void add(String member, int bytes) throws IOException;
    }

    private static final int BUFFER_BYTES = 64 * 1024;

    private final ZipMember member;
    private final Counter counter;
    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final long most;
    private long size;

    MemberStream(InputStream compressed, ZipMember member, Limits limits, Counter counter) {
        this.member = member;
        this.counter = counter;
        this.in = member.method() == ZipMember.STORED
                ? compressed
                : new InflaterInputStream(compressed, inflater, BUFFER_BYTES);
        this.most = Math.max(limits.freeBytes(), saturated(member.compressed(), limits.ratio()));
    }

    private static long saturated(long bytes, int ratio) {
        return bytes > Long.MAX_VALUE / ratio ? Long.MAX_VALUE : bytes * ratio;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read;
        try {
            read = in.read(bytes, offset, length);
        } catch (ZipException | EOFException e) {
            throw refused("corrupt-file", "cannot be unpacked: its bytes were changed or cut off");
        }
        if (read < 0) {
            if (crc.getValue() != member.crc()) {
                throw refused("corrupt-file", "is not what was packed: its CRC differs");
            }
            return -1;
        }
        crc.update(bytes, offset, read);
        size += read;
        if (size > most) {
            throw refused("zip-bomb", "unpacks to more than " + most + " bytes");
        }
        counter.add(member.name(), read);
        return read;
    }

    private RefusedException refused(String rule, String detail) {
        return new RefusedException(member.name(), rule, detail);
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
