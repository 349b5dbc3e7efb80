package io.runledger.cli.export;

import io.runledger.standalone.terminal.ClearFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where what is taken out is written, as the user named it: a zip, or a directory to unpack into. It is looked at before
 * the ledger is asked, so that a slip costs nothing.
 *
 * @param unpacked whether it is a directory: one that exists, or a name that ends with a slash
 */
record Output(Path path, boolean unpacked) {
    /**
     * @param replace whether what is there may be replaced
     * @throws ClearFailure if it cannot be written, or would replace something
     */
    static Output of(String named, boolean replace) throws IOException {
        if (named.isBlank() || named.equals("-")) {
            throw new ClearFailure("-o needs the name of a file or of a directory: what is written is checked before it"
                    + " has its name, so it cannot go to standard output.");
        }
        Path path = path(named);
        if (Files.isDirectory(path)) {
            return directory(path, replace);
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new ClearFailure(named + " is no regular file: name another one with -o.");
        }
        if (Files.exists(path) && named.endsWith("/")) {
            throw new ClearFailure(named + " is a file, not a directory: leave the slash out, or name another one.");
        }
        requireWritable(path.toAbsolutePath().resolveSibling(""), named);
        if (Files.exists(path) && !replace) {
            throw new ClearFailure(named + " exists: name another file with -o, or replace it with --force.");
        }
        return new Output(path, named.endsWith("/"));
    }

    private static Output directory(Path path, boolean replace) throws IOException {
        requireWritable(path, path.toString());
        try (var content = Files.list(path)) {
            if (!replace && content.findAny().isPresent()) {
                throw new ClearFailure("The directory " + path
                        + " is not empty: name an empty or a new one with -o, or replace files in it with --force.");
            }
        }
        return new Output(path, true);
    }

    private static void requireWritable(Path directory, String named) {
        if (!Files.isDirectory(directory)) {
            throw new ClearFailure("There is no directory " + directory + ", so " + named
                    + " cannot be written: make the directory, or name another one with -o.");
        }
        if (!Files.isWritable(directory)) {
            throw new ClearFailure("The directory " + directory + " is not writable, so " + named
                    + " cannot be written: name another one with -o.");
        }
    }

    private static Path path(String named) {
        try {
            return Path.of(named);
        } catch (InvalidPathException e) {
            throw new ClearFailure("\"" + named + "\" cannot be the name of a file: name another one with -o.", e);
        }
    }
}
