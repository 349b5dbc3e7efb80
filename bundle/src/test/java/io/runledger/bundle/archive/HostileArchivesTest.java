package io.runledger.bundle.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostileArchivesTest {
    private static final Limits LIMITS = new Limits(4, 1_000, 100_000, 10, 200_000, 1_000);
    private static final int DIRECTORY_HEADER = 0x02014b50;
    private static final int LOCAL_HEADER = 0x04034b50;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "a/../../evil",
                "/etc/passwd",
                "..",
                ".",
                "a//b",
                "a\\..\\evil",
                "C:evil",
                "a\u0000b",
                "a\u001b[2Jb"
            })
    void opensNothingWithANameThatLeadsElsewhere(String name) throws Exception {
        Path zip = write(zip(Map.of(name, "x")));

        try (Archive archive = Archive.open(zip, LIMITS)) {
            assertThat(archive.names()).isEmpty();
            assertThat(rules(archive)).containsExactly("unsafe-name");
            assertThatThrownBy(() -> Unpacking.into(directory.resolve("out"), archive))
                    .isInstanceOf(RefusedException.class);
        }
        assertThat(directory.resolve("evil")).doesNotExist();
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void followsNoLinkOfAZip() throws Exception {
        byte[] zip = zip(Map.of("link", "/etc/passwd"));
        patch(zip, DIRECTORY_HEADER, 38, buffer -> buffer.putInt(0xA1FF << 16));

        try (Archive archive = Archive.open(write(zip), LIMITS)) {
            assertThat(archive.names()).isEmpty();
            assertThat(rules(archive)).containsExactly("symbolic-link");
        }
    }

    @Test
    void followsNoLinkOfADirectory() throws Exception {
        Path target = Files.writeString(directory.resolve("secret"), "secret");
        Path inside = Files.createDirectory(directory.resolve("export"));
        Files.createSymbolicLink(inside.resolve("events.jsonl"), target);

        try (Archive archive = Archive.open(inside, LIMITS)) {
            assertThat(archive.names()).isEmpty();
            assertThat(rules(archive)).containsExactly("symbolic-link");
        }
    }

    @Test
    void stopsWhereAFileInflatesBeyondItsLimit() throws Exception {
        byte[] zip = zip(Map.of("bomb", "0".repeat(5_000_000)));

        try (Archive archive = Archive.open(write(zip), LIMITS);
                InputStream in = archive.open("bomb")) {
            assertThatThrownBy(in::readAllBytes).isInstanceOfSatisfying(RefusedException.class, e -> assertThat(
                            e.flaw().rule())
                    .isEqualTo("zip-bomb"));
        }
    }

    @Test
    void doesNotBelieveTheSizeThatAHeaderStates() throws Exception {
        byte[] zip = zip(Map.of("bomb", "0".repeat(5_000_000)));
        patch(zip, DIRECTORY_HEADER, 24, buffer -> buffer.putInt(7));

        try (Archive archive = Archive.open(write(zip), LIMITS);
                InputStream in = archive.open("bomb")) {
            assertThatThrownBy(in::readAllBytes).hasMessageContaining("unpacks to more");
        }
    }

    @Test
    void stopsWhereAllFilesTogetherAreTooMuch() throws Exception {
        byte[] zip =
                zip(new TreeMap<>(Map.of("a", "0".repeat(90_000), "b", "1".repeat(90_000), "c", "2".repeat(90_000))));

        try (Archive archive = Archive.open(write(zip), LIMITS)) {
            assertThat(read(archive, "a")).hasSize(90_000);
            assertThat(read(archive, "b")).hasSize(90_000);
            assertThatThrownBy(() -> read(archive, "c")).hasMessageContaining("archive unpacks to more");
        }
    }

    @Test
    void opensOnlyTheFirstOfTwoFilesOfOneName() throws Exception {
        byte[] zip = zip(new TreeMap<>(Map.of("a1", "first", "a2", "second")));
        rename(zip, "a2", "a1");

        try (Archive archive = Archive.open(write(zip), LIMITS)) {
            assertThat(rules(archive)).containsExactly("duplicate-file");
            assertThat(read(archive, "a1")).isEqualTo("first".getBytes(UTF_8));
        }
    }

    @Test
    void refusesAFileWithAnotherNameBeforeItsBytes() throws Exception {
        byte[] zip = zip(Map.of("good", "x"));
        patch(zip, LOCAL_HEADER, 30, buffer -> buffer.put((byte) 'f'));

        try (Archive archive = Archive.open(write(zip), LIMITS)) {
            assertThatThrownBy(() -> read(archive, "good")).hasMessageContaining("directory says");
        }
    }

    @Test
    void refusesFilesThatShareBytes() throws Exception {
        byte[] zip = zip(new TreeMap<>(Map.of("a", "x".repeat(500), "b", "y".repeat(500))));
        patchLast(zip, DIRECTORY_HEADER, 42, buffer -> buffer.putInt(0));

        try (Archive archive = Archive.open(write(zip), LIMITS)) {
            assertThat(rules(archive)).containsExactly("archive-malformed");
            assertThat(archive.names()).hasSize(1);
        }
    }

    @Test
    void opensNoEncryptedFile() throws Exception {
        byte[] zip = zip(Map.of("a", "x"));
        patch(zip, DIRECTORY_HEADER, 8, buffer -> buffer.putShort((short) 1));

        try (Archive archive = Archive.open(write(zip), LIMITS)) {
            assertThat(rules(archive)).containsExactly("unreadable-file");
        }
    }

    @Test
    void refusesMoreFilesThanItTakes() throws Exception {
        byte[] zip = zip(Map.of("a", "", "b", "", "c", "", "d", "", "e", ""));

        assertThatThrownBy(() -> Archive.open(write(zip), LIMITS))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.flaw().rule()).isEqualTo("too-many-files"));
    }

    @Test
    void refusesAZipThatWasCutOffAnywhere() throws Exception {
        byte[] zip = zip(Map.of("a", "some text", "b", "other text"));

        for (int length = 4; length < zip.length; length++) {
            Path cut = write(Arrays.copyOf(zip, length));
            assertThatThrownBy(() -> Archive.open(cut, LIMITS))
                    .as("at %s", length)
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void noticesChangedBytes() throws Exception {
        byte[] zip = zip(Map.of("a", "some text"));
        patch(zip, LOCAL_HEADER, 33, buffer -> buffer.put((byte) (buffer.get(buffer.position()) ^ 0x10)));

        try (Archive archive = Archive.open(write(zip), LIMITS)) {
            assertThatThrownBy(() -> read(archive, "a")).isInstanceOfSatisfying(RefusedException.class, e -> assertThat(
                            e.flaw().rule())
                    .isEqualTo("corrupt-file"));
        }
    }

    @Test
    void takesNothingElseForAZip() throws Exception {
        Path text = Files.writeString(directory.resolve("text"), "no zip");

        assertThatThrownBy(() -> Archive.open(text, LIMITS))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> Archive.open(directory.resolve("nowhere"), LIMITS))
                .hasMessageContaining("nowhere");
    }

    @Test
    void unpacksWhatIsSafe() throws Exception {
        Path out = directory.resolve("out");
        try (Archive archive = Archive.open(write(zip(Map.of("a", "x", "run/b", "y"))), LIMITS)) {
            Unpacking.into(out, archive);
        }

        assertThat(out.resolve("a")).hasContent("x");
        assertThat(out.resolve("run").resolve("b")).hasContent("y");
    }

    private Path write(byte[] zip) throws IOException {
        return Files.write(directory.resolve("hostile.zip"), zip);
    }

    private static byte[] read(Archive archive, String name) throws IOException {
        try (InputStream in = archive.open(name)) {
            return in.readAllBytes();
        }
    }

    private static List<String> rules(Archive archive) {
        return archive.flaws().stream().map(Flaw::rule).toList();
    }

    private static byte[] zip(Map<String, String> members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> member : members.entrySet()) {
                out.putNextEntry(new ZipEntry(member.getKey()));
                out.write(member.getValue().getBytes(UTF_8));
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** Changes the first header of a kind, some bytes behind its begin. */
    private static void patch(byte[] zip, int header, int at, Consumer<ByteBuffer> change) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int begin = 0;
        while (bytes.getInt(begin) != header) {
            begin++;
        }
        change.accept(bytes.position(begin + at));
    }

    private static void patchLast(byte[] zip, int header, int at, Consumer<ByteBuffer> change) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int begin = zip.length - 22;
        while (bytes.getInt(begin) != header) {
            begin--;
        }
        change.accept(bytes.position(begin + at));
    }

    private static void rename(byte[] zip, String from, String to) {
        for (int i = 0; i < zip.length - 1; i++) {
            if (zip[i] == from.charAt(0) && zip[i + 1] == from.charAt(1)) {
                zip[i + 1] = (byte) to.charAt(1);
            }
        }
    }
}
