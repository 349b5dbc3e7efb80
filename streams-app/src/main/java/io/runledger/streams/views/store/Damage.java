package io.runledger.streams.views.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong with a partition's database, and the mark that makes the next opening delete it, to be rebuilt from the
 * log. Not every failure is damage: rebuilding does not help against a full disk or a file of another user.
 */
final class Damage {
    private static final Logger log = LoggerFactory.getLogger(Damage.class);
    private static final String MARK = "DAMAGED";

    private Damage() {}

    /** Whether an open database has read something that was not written that way. */
    static boolean isMetBy(RocksDBException e) {
        return code(e) == Status.Code.Corruption;
    }

    /** Whether a database cannot be opened because of what is in its files, or is missing. */
    static boolean keepsFromOpening(RocksDBException e) {
        return switch (code(e)) {
            case Corruption, NotFound, InvalidArgument -> true;
            case IOError -> isMissingFile(e);
            default -> false;
        };
    }

    /** RocksDB knows that a path was not found, but its Java half does not pass that on. */
    private static boolean isMissingFile(RocksDBException e) {
        return String.valueOf(e.getMessage()).contains("No such file or directory");
    }

    private static Status.Code code(RocksDBException e) {
        Status status = e.getStatus();
        return status == null ? Status.Code.Undefined : status.getCode();
    }

    static boolean isMarked(Path directory) {
        return Files.exists(directory.resolve(MARK));
    }

    static void mark(Path directory) {
        try {
            Files.write(directory.resolve(MARK), new byte[0]);
        } catch (IOException e) {
            log.warn("damaged views cannot be marked as such, directory={}: {}", directory, e.toString());
        }
    }
}
