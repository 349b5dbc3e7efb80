package io.runledger.bundle.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a zip's central directory (PKWARE APPNOTE 6.3), strictly: it ends where the end record begins, which ends the file.
 * Java's own reader shows neither links nor names that appear twice.
 *
 * @param start offset of the directory, where the members end
 */
record ZipDirectory(List<ZipMember> members, long start) {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_BYTES = 56;
    private static final int HEADER = 0x02014b50;
    private static final int HEADER_BYTES = 46;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int LARGEST = 1 << 20;
    private static final int WIDE = 1;
    private static final long NARROW_MOST = 0xFFFFFFFFL;

    private record Bounds(long start, long size, long count, long end) {}

    static ZipDirectory read(FileChannel file, Limits limits) throws IOException {
        Bounds bounds = bounds(file);
        if (bounds.count > limits.members()) {
            throw broken("too-many-files", "has more than " + limits.members() + " files");
        }
        if (bounds.start < 0
                || bounds.size < 0
                || bounds.size > LARGEST
                || bounds.start > file.size()
                || bounds.start + bounds.size != bounds.end) {
            throw broken("archive-malformed", "its directory is not where its end says");
        }
        ByteBuffer directory = bytes(file, bounds.start, (int) bounds.size);
        List<ZipMember> members = new ArrayList<>();
        while (directory.remaining() >= HEADER_BYTES && members.size() < bounds.count) {
            members.add(member(directory));
        }
        if (directory.hasRemaining() || members.size() != bounds.count) {
            throw broken("archive-malformed", "its directory holds another number of files than its end says");
        }
        return new ZipDirectory(List.copyOf(members), bounds.start);
    }

    private static Bounds bounds(FileChannel file) throws IOException {
        int length = (int) Math.min(file.size(), END_BYTES + LONGEST_COMMENT);
        ByteBuffer tail = bytes(file, file.size() - length, length);
        for (int at = length - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END && at + END_BYTES + unsigned(tail, at + 20) == length) {
                long position = file.size() - length + at;
                Bounds wide = wide(file, position);
                return wide != null
                        ? wide
                        : new Bounds(
                                Integer.toUnsignedLong(tail.getInt(at + 16)),
                                Integer.toUnsignedLong(tail.getInt(at + 12)),
                                unsigned(tail, at + 10),
                                position);
            }
        }
        throw broken("archive-truncated", "has no end: it was cut off, or is not whole yet");
    }

    private static @Nullable Bounds wide(FileChannel file, long end) throws IOException {
        if (end < LOCATOR_BYTES + END_64_BYTES) {
            return null;
        }
        ByteBuffer locator = bytes(file, end - LOCATOR_BYTES, LOCATOR_BYTES);
        if (locator.getInt(0) != LOCATOR) {
            return null;
        }
        long at = locator.getLong(8);
        if (at < 0 || at > end - LOCATOR_BYTES - END_64_BYTES) {
            throw broken("archive-malformed", "its end is not where it says");
        }
        ByteBuffer wide = bytes(file, at, END_64_BYTES);
        if (wide.getInt(0) != END_64) {
            throw broken("archive-malformed", "its end is not where it says");
        }
        return new Bounds(wide.getLong(48), wide.getLong(40), wide.getLong(32), at);
    }

    private static ZipMember member(ByteBuffer directory) throws IOException {
        int at = directory.position();
        int nameBytes = unsigned(directory, at + 28);
        int extraBytes = unsigned(directory, at + 30);
        int end = at + HEADER_BYTES + nameBytes + extraBytes + unsigned(directory, at + 32);
        if (directory.getInt(at) != HEADER || end > directory.limit()) {
            throw broken("archive-malformed", "its directory cannot be read");
        }
        byte[] name = new byte[nameBytes];
        directory.get(at + HEADER_BYTES, name);
        ByteBuffer extra =
                directory.slice(at + HEADER_BYTES + nameBytes, extraBytes).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer wide = wide(extra);
        long size = Integer.toUnsignedLong(directory.getInt(at + 24));
        if (size == NARROW_MOST) {
            widened(wide, size); // only to step over it: what it says is not trusted
        }
        long compressed = widened(wide, Integer.toUnsignedLong(directory.getInt(at + 20)));
        long offset = widened(wide, Integer.toUnsignedLong(directory.getInt(at + 42)));
        directory.position(end);
        return new ZipMember(
                new String(name, StandardCharsets.UTF_8),
                unsigned(directory, at + 8),
                unsigned(directory, at + 10),
                Integer.toUnsignedLong(directory.getInt(at + 16)),
                compressed,
                offset,
                directory.getInt(at + 38) >>> 16);
    }

    /** The extra field with sizes beyond 32 bits; empty if there is none. */
    private static ByteBuffer wide(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = Short.toUnsignedInt(extra.getShort());
            int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
            if (id == WIDE) {
                return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            }
            extra.position(extra.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    private static long widened(ByteBuffer wide, long narrow) throws IOException {
        if (narrow != NARROW_MOST) {
            return narrow;
        }
        if (wide.remaining() < Long.BYTES) {
            throw broken("archive-malformed", "its directory cannot be read");
        }
        return wide.getLong();
    }

    /** Exactly so many bytes, little-endian. */
    static ByteBuffer bytes(FileChannel file, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 0) {
                throw broken("archive-truncated", "ends before its directory says");
            }
        }
        return bytes.flip();
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private static RefusedException broken(String rule, String detail) {
        return new RefusedException("", rule, detail);
    }
}
