package io.runledger.standalone.load;

import io.runledger.standalone.console.ClearFailure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file named on the command line; {@code -} is standard input. */
record InputFile(String name) {
    private static final String STANDARD_INPUT = "-";

    /** Fails clearly, before anything is posted, if it cannot be read. */
    static InputFile readable(String name) {
        if (!name.equals(STANDARD_INPUT)) {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw new ClearFailure(name + " is a directory: name the files in it.");
            }
            if (!Files.isReadable(path)) {
                throw new ClearFailure(
                        name + (Files.exists(path) ? " cannot be read." : " does not exist: name an NDJSON file."));
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
}
