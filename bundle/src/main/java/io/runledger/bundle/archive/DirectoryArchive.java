package io.runledger.bundle.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The files of a directory. Links are not followed, and nothing below it is looked at. */
final class DirectoryArchive implements Archive {
    private final Path directory;
    private final Set<String> names = new TreeSet<>();
    private final List<Flaw> flaws = new ArrayList<>();

    DirectoryArchive(Path directory, Limits limits) throws IOException {
        this.directory = directory;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (names.size() + flaws.size() >= limits.members()) {
                    throw new RefusedException("", "too-many-files", "has more than " + limits.members() + " files");
                }
                add(file);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void add(Path file) {
        String name = String.valueOf(file.getFileName());
        if (Files.isSymbolicLink(file)) {
            flaws.add(new Flaw(name, "symbolic-link", "is a symbolic link, which is not followed"));
        } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            names.add(name);
        } else {
            flaws.add(new Flaw(name, "unknown-file", "is not a regular file"));
        }
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public List<Flaw> flaws() {
        return flaws;
    }

    @Override
    public InputStream open(String name) throws IOException {
        if (!names.contains(name)) {
            throw new IllegalArgumentException("no such file: " + name);
        }
        return Files.newInputStream(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() {}
}
