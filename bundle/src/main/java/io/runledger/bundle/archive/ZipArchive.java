package io.runledger.bundle.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A zip whose members are read where its directory says they are, and as far as the limits let. Members that overlap, have
 * another name before their bytes than in the directory, are links, or appear twice are not opened.
 */
final class ZipArchive implements Archive {
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;

    private final FileChannel file;
    private final Limits limits;
    private final Map<String, ZipMember> members = new LinkedHashMap<>();
    private final List<Flaw> flaws = new ArrayList<>();
    private long total;

    private ZipArchive(FileChannel file, Limits limits) throws IOException {
        this.file = file;
        this.limits = limits;
        ZipDirectory directory = ZipDirectory.read(file, limits);
        long end = 0;
        for (ZipMember member : directory.members().stream()
                .sorted(Comparator.comparingLong(ZipMember::offset))
                .toList()) {
            long begin = member.offset();
            if (begin < end || member.compressed() < 0 || member.compressed() > directory.start() - begin) {
                flaw(member, "archive-malformed", "lies over another file of the archive, or outside of it");
            } else {
                end = begin + member.compressed();
                add(member);
            }
        }
    }

    static ZipArchive open(Path path, Limits limits) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            if (file.size() < Integer.BYTES
                    || ZipDirectory.bytes(file, 0, Integer.BYTES).getInt(0) != LOCAL) {
                throw new IOException("is neither a zip nor a directory");
            }
            return new ZipArchive(file, limits);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private void add(ZipMember member) {
        if (!member.isSafe()) {
            if (member.name().endsWith("/")) {
                flaw(member, "unknown-file", "is a directory");
            } else {
                flaw(member, "unsafe-name", "has a name that leads out of the archive, or is none");
            }
        } else if (member.isLink()) {
            flaw(member, "symbolic-link", "is a symbolic link, which is not followed");
        } else if (member.isSpecial()) {
            flaw(member, "unknown-file", "is not a regular file");
        } else if (!member.isReadable()) {
            flaw(member, "unreadable-file", "is encrypted or compressed by other means than deflate");
        } else if (members.putIfAbsent(member.name(), member) != null) {
            flaw(member, "duplicate-file", "appears twice in the archive");
        }
    }

    private void flaw(ZipMember member, String rule, String detail) {
        flaws.add(new Flaw(member.name(), rule, detail));
    }

    @Override
    public Set<String> names() {
        return members.keySet();
    }

    @Override
    public List<Flaw> flaws() {
        return flaws;
    }

    @Override
    public InputStream open(String name) throws IOException {
        ZipMember member = members.get(name);
        if (member == null) {
            throw new IllegalArgumentException("no such file: " + name);
        }
        ByteBuffer header = ZipDirectory.bytes(file, member.offset(), LOCAL_BYTES);
        int nameBytes = Short.toUnsignedInt(header.getShort(26));
        long begin = member.offset() + LOCAL_BYTES + nameBytes + Short.toUnsignedInt(header.getShort(28));
        String own = StandardCharsets.UTF_8
                .decode(ZipDirectory.bytes(file, member.offset() + LOCAL_BYTES, nameBytes))
                .toString();
        if (header.getInt(0) != LOCAL
                || !own.equals(name)
                || Short.toUnsignedInt(header.getShort(8)) != member.method()) {
            throw new RefusedException(name, "archive-malformed", "is not what the archive's directory says");
        }
        return new MemberStream(new Part(begin, member.compressed()), member, limits, this::count);
    }

    private void count(String member, int more) throws IOException {
        total += more;
        if (total > limits.totalBytes()) {
            throw new RefusedException(
                    member, "zip-bomb", "the archive unpacks to more than " + limits.totalBytes() + " bytes");
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Bytes of the file from a place on. */
    private final class Part extends InputStream {
        private long position;
        private long left;

        Part(long position, long left) {
            this.position = position;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = file.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left)), position);
            if (read < 0) {
                throw new EOFException("the archive ends before its directory says");
            }
            position += read;
            left -= read;
            return read;
        }
    }
}
