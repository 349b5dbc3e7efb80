package io.runledger.bundle.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Files by name, in a zip or a directory that may come from anybody. For one thread. */
public interface Archive extends Closeable {
    /**
     * Opens what is at a path.
     *
     * @throws RefusedException if it is a zip whose list of members cannot be trusted
     * @throws IOException if it is neither a zip nor a directory, or cannot be read
     */
    static Archive open(Path path, Limits limits) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString(), null, "does not exist");
        }
        return Files.isDirectory(path) ? new DirectoryArchive(path, limits) : ZipArchive.open(path, limits);
    }

    /** The names of what can be opened, with slashes between directories. */
    Set<String> names();

    /** What is wrong with the others, and with the whole. */
    List<Flaw> flaws();

    /**
     * Opens a member. Reading it fails with a {@link RefusedException} where it goes beyond the limits or is broken.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    InputStream open(String name) throws IOException;
}
