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

/** The files of a directory, and of those in it. Links are not followed. */
final class DirectoryArchive implements Archive {
    /** Deeper than any of ours. */
    private static final int DEEPEST = 4;

    private final Path directory;
    private final Set<String> names = new TreeSet<>();
    private final List<Flaw> flaws = new ArrayList<>();

    DirectoryArchive(Path directory, Limits limits) throws IOException {
        this.directory = directory;
        addAll(directory, "", limits);
    }

    private void addAll(Path from, String prefix, Limits limits) throws IOException {
        boolean isEmpty = true;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                isEmpty = false;
                if (names.size() + flaws.size() >= limits.members()) {
                    throw new RefusedException("", "too-many-files", "has more than " + limits.members() + " files");
                }
                add(file, prefix + file.getFileName(), limits);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        if (isEmpty && !prefix.isEmpty()) {
            flaws.add(new Flaw(prefix, "unknown-file", "is a directory"));
        }
    }

    private void add(Path file, String name, Limits limits) throws IOException {
        if (Files.isSymbolicLink(file)) {
            flaws.add(new Flaw(name, "symbolic-link", "is a symbolic link, which is not followed"));
        } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            names.add(name);
        } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && depth(name) < DEEPEST) {
            addAll(file, name + "/", limits);
        } else {
            flaws.add(new Flaw(name, "unknown-file", "is not a regular file, or lies too deep"));
        }
    }

    private static long depth(String name) {
        return name.chars().filter(c -> c == '/').count();
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
