package io.runledger.endtoend.ledger;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * How the tests start JVMs of their own, which they do some hundred times: on the first compiler, for they end before the second
 * is of use, and with the classes that the first of them has loaded (AppCDS), which saves a third of a start.
 */
public final class TestJvm {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Path ARCHIVE = Path.of("target", "tests.jsa").toAbsolutePath();
    private static final Path NATIVE = Path.of("target", "native").toAbsolutePath();
    private static final List<String> FLAGS = List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr");
    private static final Duration PRACTICE_LIMIT = Duration.ofMinutes(3);

    private TestJvm() {}

    /** The beginning of a command: options and a main class with its arguments go behind it. */
    public static List<String> command(String... options) {
        List<String> command = new ArrayList<>();
        command.add(JAVA.toString());
        command.addAll(FLAGS);
        if (hasArchive()) {
            command.add("-XX:SharedArchiveFile=" + ARCHIVE);
        }
        nativeLibraries().ifPresent(directory -> command.add("-Djava.library.path=" + directory));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath(true)));
        return command;
    }

    /**
     * RocksDB's native library, unpacked once: otherwise every JVM unpacks 15 MB into the system's directory for temporary files,
     * and who is killed leaves them there. Empty where the library has no name that is known.
     */
    private static synchronized Optional<Path> nativeLibraries() {
        String name = Environment.getJniLibraryFileName("rocksdb");
        Path library = NATIVE.resolve(name);
        try (InputStream packed = RocksDB.class.getResourceAsStream("/" + name)) {
            if (packed != null && !Files.exists(library)) {
                Path unpacked = Files.createTempFile(Files.createDirectories(NATIVE), name, ".new");
                Files.copy(packed, unpacked, StandardCopyOption.REPLACE_EXISTING);
                Files.move(unpacked, library, StandardCopyOption.ATOMIC_MOVE);
            }
            return packed == null ? Optional.empty() : Optional.of(NATIVE);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Directories hold no shared classes, so the jars go first. */
    private static String classPath(boolean withDirectories) {
        List<String> all = Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator, -1));
        Stream<String> jars = all.stream().filter(entry -> !Files.isDirectory(Path.of(entry)));
        Stream<String> directories = all.stream().filter(entry -> withDirectories && Files.isDirectory(Path.of(entry)));
        return Stream.concat(jars, directories).collect(Collectors.joining(File.pathSeparator));
    }

    /** Made once for all processes that run tests; where that fails, JVMs start as they always do. */
    private static synchronized boolean hasArchive() {
        Path lock = ARCHIVE.resolveSibling("tests.jsa.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            boolean isTried = channel.size() > 0;
            if (!isTried && held.isValid()) {
                channel.write(ByteBuffer.wrap(new byte[] {1}));
                practise();
            }
            return Files.exists(ARCHIVE);
        } catch (IOException e) {
            return false;
        }
    }

    /** One start on nothing. */
    private static void practise() throws IOException {
        Path made = ARCHIVE.resolveSibling("tests.jsa.new");
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(FLAGS);
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + made, "-cp", classPath(false)));
        command.addAll(List.of("io.runledger.cli.Main", "up", "--ephemeral", "--until-ready"));
        command.addAll(List.of("--port", "0", "--kafka-port", "0", "--registry-port", "0"));
        try {
            ChildProcess.run(PRACTICE_LIMIT, Path.of("."), Map.of(), command);
            Files.move(made, ARCHIVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
