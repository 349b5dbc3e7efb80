package io.runledger.streams.views.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The RocksDB of one partition. There is no write-ahead log: the Kafka log is one. Families are flushed together, so
 * what is on disk after a crash is the state at one offset, the one that is stored with it.
 */
public final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private final Map<Family, ColumnFamilyHandle> handles = new EnumMap<>(Family.class);
    private final Map<Family, Integer> ids = new EnumMap<>(Family.class);
    private final WriteOptions writes = new WriteOptions().setDisableWAL(true);
    private final DatabaseOptions options;
    private final Path directory;
    private final RocksDB rocks;
    private volatile boolean unreadable;

    private Database(Path directory, Memory memory) throws RocksDBException {
        this.directory = directory;
        this.options = new DatabaseOptions(memory);
        List<ColumnFamilyHandle> opened = new ArrayList<>();
        rocks = opened(opened);
        Iterator<ColumnFamilyHandle> inOrder = opened.iterator();
        for (Family each : Family.values()) {
            ColumnFamilyHandle handle = inOrder.next();
            handles.put(each, handle);
            ids.put(each, handle.getID());
        }
    }

    private RocksDB opened(List<ColumnFamilyHandle> opened) throws RocksDBException {
        try {
            return RocksDB.open(options.database(), directory.toString(), options.families(), opened);
        } catch (RocksDBException e) {
            closeOptions();
            throw e;
        }
    }

    /**
     * Opens a database, or makes an empty one. A damaged one is deleted first, because it can be rebuilt from the log.
     */
    public static Database open(Path directory, Memory memory) {
        try {
            if (Damage.isMarked(directory) || (Files.exists(directory) && !Files.isDirectory(directory))) {
                deleteDamaged(directory, "it was found damaged");
            }
            Files.createDirectories(directory);
            try {
                return new Database(directory, memory);
            } catch (RocksDBException e) {
                if (!Damage.keepsFromOpening(e)) {
                    throw e;
                }
                deleteDamaged(directory, e.getMessage());
                Files.createDirectories(directory);
                return new Database(directory, memory);
            }
        } catch (RocksDBException | IOException e) {
            throw new ViewsException(
                    "cannot open the views in " + directory + "; see that the disk has room, that this user may write "
                            + "there, and that no other process uses this directory",
                    e);
        }
    }

    private static void deleteDamaged(Path directory, @Nullable String why) {
        log.warn("the views of a partition are damaged and are rebuilt from the log, directory={}: {}", directory, why);
        delete(directory);
    }

    /**
     * Closes it to readers for good: an answer from half of what was written is worse than none. If it is damaged, the
     * next opening rebuilds it.
     *
     * @return to be thrown
     */
    ViewsClosedException unreadable(RocksDBException cause) {
        if (!unreadable) {
            unreadable = true;
            log.error(
                    "the views of a partition cannot be read and are opened again, directory={}: {}",
                    directory,
                    cause.getMessage());
        }
        if (Damage.isMetBy(cause)) {
            Damage.mark(directory);
        }
        return new ViewsClosedException();
    }

    /** Whether reading it failed once. */
    public boolean isUnreadable() {
        return unreadable;
    }

    private RuntimeException unwritable(RocksDBException cause) {
        return Damage.isMetBy(cause)
                ? unreadable(cause)
                : new ViewsException("cannot write the views in " + directory + "; see that the disk has room", cause);
    }

    public byte @Nullable [] get(Family family, byte[] key) {
        try {
            return rocks.get(handle(family), key);
        } catch (RocksDBException e) {
            throw unreadable(e);
        }
    }

    public byte @Nullable [] get(Family family, ReadOptions options, byte[] key) {
        try {
            return rocks.get(handle(family), options, key);
        } catch (RocksDBException e) {
            throw unreadable(e);
        }
    }

    /** Whether a family has any row. */
    public boolean isAny(Family family) {
        try (ReadOptions options = new ReadOptions();
                Rows rows = iterator(family, options)) {
            rows.seekToFirst();
            return rows.isValid();
        }
    }

    public Rows iterator(Family family, ReadOptions options) {
        return new Rows(this, rocks.newIterator(handle(family), options));
    }

    public ColumnFamilyHandle handle(Family family) {
        ColumnFamilyHandle handle = handles.get(family);
        if (handle == null) {
            throw new IllegalStateException("no family " + family);
        }
        return handle;
    }

    /** The family's number in a {@link BatchBytes}. */
    public int id(Family family) {
        return Objects.requireNonNull(ids.get(family));
    }

    public RocksDB rocks() {
        return rocks;
    }

    public void write(WriteBatch batch) {
        try {
            rocks.write(writes, batch);
        } catch (RocksDBException e) {
            throw unwritable(e);
        }
    }

    public void put(Family family, byte[] key, byte[] value) {
        try {
            rocks.put(handle(family), writes, key, value);
        } catch (RocksDBException e) {
            throw unwritable(e);
        }
    }

    public void delete(Family family, byte[] key) {
        try {
            rocks.delete(handle(family), writes, key);
        } catch (RocksDBException e) {
            throw unwritable(e);
        }
    }

    /** The size of its files, without what is still in memory. */
    public long bytesOnDisk() {
        try {
            return rocks.getAggregatedLongProperty("rocksdb.total-sst-files-size");
        } catch (RocksDBException e) {
            throw new ViewsException("cannot measure the views", e);
        }
    }

    /** Deletes the keys from {@code from} up to, but without, {@code to}. */
    public void deleteRange(Family family, byte[] from, byte[] to) {
        try {
            rocks.deleteRange(handle(family), writes, from, to);
        } catch (RocksDBException e) {
            throw unwritable(e);
        }
    }

    /** Puts everything on disk, so that nothing has to be restored after a clean stop. */
    public void flush() {
        try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
            rocks.flush(options, List.copyOf(handles.values()));
        } catch (RocksDBException e) {
            throw unwritable(e);
        }
    }

    @Override
    public void close() {
        handles.values().forEach(ColumnFamilyHandle::close);
        rocks.close();
        closeOptions();
    }

    private void closeOptions() {
        writes.close();
        options.close();
    }

    /** Deletes a closed database. */
    public static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new ViewsException("cannot delete the views in " + directory, e);
        }
    }
}
