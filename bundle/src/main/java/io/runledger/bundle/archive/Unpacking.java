package io.runledger.bundle.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts the members of an archive into a directory. */
public final class Unpacking {
    private Unpacking() {}

    /**
     * Unpacks all of it; files of the same names are replaced.
     *
     * @throws RefusedException if anything is wrong with the archive; what was unpacked before stays
     */
    public static void into(Path directory, Archive archive) throws IOException {
        for (Flaw flaw : archive.flaws()) {
            throw new RefusedException(flaw.member(), flaw.rule(), flaw.detail());
        }
        Files.createDirectories(directory);
        for (String name : archive.names()) {
            Path target = directory.resolve(name);
            Files.createDirectories(target.toAbsolutePath().getParent());
            Path part = target.resolveSibling(target.getFileName() + ".part");
            try (InputStream in = archive.open(name)) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
