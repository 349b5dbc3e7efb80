package io.runledger.standalone.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry's classes as the JVM last laid them out in memory (AppCDS, JEP 350): made at its first clean stop, it more
 * than halves the CPU time of later starts. Purely an optimisation: every failure means a slower start, nothing else.
 */
final class ClassArchive {
    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

    private final Path archive;
    private final Path draft;
    private final boolean possible;

    private ClassArchive(Path archive, Path draft, boolean possible) {
        this.archive = archive;
        this.draft = draft;
        this.possible = possible;
    }

    /** The name holds all that makes an archive unusable, so that an outdated one is not found instead of refused. */
    static ClassArchive in(Path directory, Path... jars) throws IOException {
        boolean possible = true;
        CRC32 key = new CRC32();
        key.update(System.getProperty("java.vm.version", "").getBytes(UTF_8));
        for (Path jar : jars) {
            // In a build our classes may still be a directory, which such an archive cannot hold.
            possible &= Files.isRegularFile(jar);
            key.update((jar + "|" + Files.size(jar) + "|" + Files.getLastModifiedTime(jar)).getBytes(UTF_8));
        }
        String name = "registry-" + Long.toHexString(key.getValue()) + ".jsa";
        return new ClassArchive(
                directory.resolve(name),
                directory.resolve(name + "." + ProcessHandle.current().pid()),
                possible);
    }

    /** The JVM's options: use the archive, or make one at exit. A draft, since a killed JVM leaves half a file. */
    List<String> options() {
        if (!possible) {
            return List.of();
        }
        return List.of(
                Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-XX:ArchiveClassesAtExit=" + draft);
    }

    /** To be called after the registry ended; a clean end leaves a draft that is whole. */
    void keep(boolean cleanEnd) {
        try {
            if (!Files.exists(draft)) {
                return;
            }
            if (!cleanEnd) {
                Files.delete(draft);
                return;
            }
            deleteOutdated();
            Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.info("The registry's class archive is not kept: {}", e.toString());
        }
    }

    private void deleteOutdated() throws IOException {
        Path directory = archive.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try (DirectoryStream<Path> outdated = Files.newDirectoryStream(directory, "registry-*.jsa*")) {
            for (Path file : outdated) {
                if (!file.equals(draft)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
