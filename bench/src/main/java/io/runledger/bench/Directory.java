package io.runledger.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A directory of a ledger that is stopped. */
final class Directory {
    private Directory() {}

    /** Of the files in it whose paths pass. */
    static long bytes(Path directory, Predicate<Path> passes) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).filter(passes).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
