package io.runledger.cli.load;

import io.runledger.standalone.terminal.ClearFailure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file named on the command line; {@code -} is standard input. */
record InputFile(String name) {
    private static final String STANDARD_INPUT = "-";
    private static final int LOOKED_AT = 64;

    /** Fails clearly, before anything is posted, if it cannot be read, or is plainly no NDJSON. */
    static InputFile readable(String name) {
        if (!name.equals(STANDARD_INPUT)) {
            Path path = path(name);
            if (Files.isDirectory(path)) {
                throw new ClearFailure(name + " is a directory: name the files in it.");
            }
            if (!Files.exists(path)) {
                throw new ClearFailure(name + " does not exist: name an NDJSON file.");
            }
            if (!Files.isReadable(path)) {
                throw new ClearFailure(name + " cannot be read: you have no permission.");
            }
            if (Files.isRegularFile(path)) {
                requireText(name, path);
            }
        }
        return new InputFile(name);
    }

    InputStream open() throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            // Not ours to close.
            return new FilterInputStream(System.in) {
                @Override
                public void close() {}
            };
        }
        return Files.newInputStream(Path.of(name));
    }

    /** In bytes; negative if it cannot be told. */
    long size() throws IOException {
        Path path = Path.of(name);
        return !name.equals(STANDARD_INPUT) && Files.isRegularFile(path) ? Files.size(path) : -1;
    }

    /** What is plainly another kind of file is named once; else it would be refused line by line. */
    private static void requireText(String name, Path path) {
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(LOOKED_AT);
        } catch (IOException e) {
            throw new ClearFailure(name + " cannot be read (" + e.getMessage() + ").", e);
        }
        if (begins(head, 'P', 'K', 3, 4)) {
            throw new ClearFailure(
                    name + " is a zip: \"runledger import " + name + "\" takes an export or the bundle of a run.");
        }
        if (begins(head, 0x1f, 0x8b) || begins(head, 0x28, 0xb5, 0x2f, 0xfd)) {
            throw new ClearFailure(
                    name + " is compressed: unpack it first, or pipe it in: gunzip -c " + name + " | runledger load -");
        }
        for (byte each : head) {
            if (each == '[') {
                throw new ClearFailure(name + " is a JSON array, and one object per line is needed: jq -c '.[]' " + name
                        + " | runledger load -");
            }
            if (each != ' ' && each != '\t' && each != '\r' && each != '\n') {
                return;
            }
        }
    }

    private static boolean begins(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (head[i] != (byte) magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new ClearFailure("\"" + name + "\" cannot be the name of a file.", e);
        }
    }
}
