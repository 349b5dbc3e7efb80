package io.runledger.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class GzipMembersTest {
    /** Gives so many bytes at most at once, and says that there are no more, as a connection does between packets. */
    private static final class Dribble extends InputStream {
        private final InputStream in;
        private final int most;

        Dribble(byte[] bytes, int most) {
            this.in = new ByteArrayInputStream(bytes);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in.read(bytes, offset, Math.min(most, length));
        }
    }

    @Property(tries = 200)
    void readsEveryMemberHoweverItsBytesArrive(
            @ForAll @Size(min = 1, max = 12) List<@StringLength(max = 400) String> texts,
            @ForAll @IntRange(min = 1, max = 30) int at)
            throws IOException {
        byte[] packed = members(texts);

        assertThat(unpacked(packed, at)).isEqualTo(String.join("", texts).getBytes(UTF_8));
    }

    @Property(tries = 200)
    void refusesEveryCutInsideAMemberAndEveryChange(
            @ForAll @Size(min = 1, max = 4) List<@StringLength(min = 1, max = 100) String> texts,
            @ForAll @IntRange(min = 0, max = 100_000) int place)
            throws IOException {
        byte[] packed = members(texts);
        int cut = place % packed.length;
        byte[] prefix = Arrays.copyOf(packed, cut);
        boolean between = false;
        for (int whole = 1; whole < texts.size(); whole++) {
            between |= cut == members(texts.subList(0, whole)).length;
        }

        if (between) {
            unpacked(prefix, 7); // whole members are whole
        } else {
            assertThatThrownBy(() -> unpacked(prefix, 7)).isInstanceOf(IOException.class);
        }
    }

    @Property(tries = 100)
    void refusesWhatIsNoMemberBehindAMember(@ForAll @Size(min = 1, max = 40) byte[] garbage) throws IOException {
        byte[] good = members(List.of("all of it"));
        byte[] packed = Arrays.copyOf(good, good.length + garbage.length);
        System.arraycopy(garbage, 0, packed, good.length, garbage.length);

        assertThatThrownBy(() -> unpacked(packed, 3)).isInstanceOf(IOException.class);
    }

    @Test
    void readsManyEmptyMembersAsNothing() throws IOException {
        byte[] packed = members(java.util.Collections.nCopies(50_000, ""));

        assertThat(unpacked(packed, 8_192)).isEmpty();
    }

    @Test
    void readsEveryPartThatAHeaderMayHave() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] plain = members(List.of("content"));
        byte[] head = {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 'x', 'y', 'n', 0, 'c', 0};
        CRC32 checksum = new CRC32();
        checksum.update(head);
        packed.write(head);
        packed.write((int) checksum.getValue() & 0xff);
        packed.write((int) checksum.getValue() >> 8 & 0xff);
        packed.write(plain, 10, plain.length - 10);

        assertThat(unpacked(packed.toByteArray(), 1)).isEqualTo("content".getBytes(UTF_8));

        byte[] wrong = packed.toByteArray();
        wrong[head.length]++;
        assertThatThrownBy(() -> unpacked(wrong, 1)).isInstanceOf(ZipException.class);
    }

    @Test
    void refusesWrongChecksumsLengthsAndFlags() throws IOException {
        byte[] good = members(List.of("content"));
        for (int place : List.of(0, 1, 2, 3, good.length - 8, good.length - 5, good.length - 4, good.length - 1)) {
            byte[] wrong = good.clone();
            wrong[place] ^= (byte) 0xe0;

            assertThatThrownBy(() -> unpacked(wrong, 100)).as("byte " + place).isInstanceOf(ZipException.class);
        }
        assertThatThrownBy(() -> unpacked(new byte[0], 1)).isInstanceOf(EOFException.class);
    }

    @Test
    void givesWhatItHasBeforeItWaits() throws IOException {
        byte[] one = members(List.of("first"));
        InputStream broken = new InputStream() {
            private int at;

            @Override
            public int read() throws IOException {
                if (at == one.length) {
                    throw new IOException("it waits");
                }
                return one[at++] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int next = read();
                bytes[offset] = (byte) next;
                return 1;
            }
        };

        try (GzipMembers in = new GzipMembers(broken)) {
            assertThat(in.readNBytes(5)).isEqualTo("first".getBytes(UTF_8));
            assertThatThrownBy(in::read).hasMessage("it waits");
        }
    }

    private static byte[] unpacked(byte[] packed, int atOnce) throws IOException {
        try (InputStream in = new GzipMembers(new Dribble(packed, atOnce))) {
            return in.readAllBytes();
        }
    }

    private static byte[] members(List<String> texts) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (String text : texts) {
            try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
                out.write(text.getBytes(UTF_8));
            }
        }
        return packed.toByteArray();
    }
}
