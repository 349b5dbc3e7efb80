package io.runledger.streams.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guard's databases while nobody has them open. Kafka Streams would open one with damaged blocks, and take the end of
 * what can be read for the end of a list; so all of it is read before.
 */
final class GuardDatabases {
    private static final Logger log = LoggerFactory.getLogger(GuardDatabases.class);
    private static final int DEPTH_OF_STORE = 3; // <task>/rocksdb/<store>

    private final Path directory;

    /** @param directory of the application, in the state directory */
    GuardDatabases(Path directory) {
        this.directory = directory;
    }

    /** Deletes those that cannot be read to their end: Kafka Streams makes them again from the changelog. */
    void removeDamaged() {
        RocksDB.loadLibrary();
        for (Path database : databases()) {
            try {
                verify(database);
            } catch (RocksDBException e) {
                log.warn(
                        "what the guard knows of a partition is damaged and is rebuilt from Kafka, directory={}: {}",
                        database,
                        e.getMessage());
                delete(database);
            }
        }
    }

    /** Whether the error, or what led to it, is that a database was damaged. */
    static boolean isDamage(Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof RocksDBException e
                    && e.getStatus() != null
                    && e.getStatus().getCode() == Status.Code.Corruption) {
                return true;
            }
        }
        return false;
    }

    private List<Path> databases() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory, DEPTH_OF_STORE)) {
            return all.filter(path -> directory.relativize(path).getNameCount() == DEPTH_OF_STORE
                            && path.getName(path.getNameCount() - 2).toString().equals("rocksdb"))
                    .toList();
        } catch (IOException e) {
            throw new GuardException("cannot look into " + directory + ": " + e);
        }
    }

    private static void verify(Path database) throws RocksDBException {
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        try (Options options = new Options()) {
            for (byte[] name : RocksDB.listColumnFamilies(options, database.toString())) {
                families.add(new ColumnFamilyDescriptor(name));
            }
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (DBOptions options = new DBOptions();
                RocksDB rocks = RocksDB.openReadOnly(options, database.toString(), families, handles)) {
            try {
                rocks.verifyChecksum();
            } finally {
                handles.forEach(ColumnFamilyHandle::close);
            }
        }
    }

    private static void delete(Path database) {
        try {
            Utils.delete(database.toFile());
        } catch (IOException e) {
            throw new GuardException("cannot delete " + database + ": " + e);
        }
    }
}
