package io.runledger.endtoend.failure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksIterator;

/** What a bad disk or a curious hand may do to the views of a stopped ledger. */
final class TamperedState {
    private TamperedState() {}

    /** Changes one bit of one record's time. Returns the run that the record is of, with what stands before it. */
    static String changeOneRecord(Path generation) throws Exception {
        RocksDB.loadLibrary();
        List<Path> databases;
        try (Stream<Path> all = Files.walk(generation, 2)) {
            databases = all.filter(path -> path.endsWith("views")).sorted().toList();
        }
        for (Path database : databases) {
            String changed = changeFirstRecord(database);
            if (!changed.isEmpty()) {
                return changed;
            }
        }
        throw new AssertionError("no records in " + generation);
    }

    private static String changeFirstRecord(Path database) throws Exception {
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        try (Options options = new Options()) {
            RocksDB.listColumnFamilies(options, database.toString())
                    .forEach(name -> families.add(new ColumnFamilyDescriptor(name)));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (DBOptions options = new DBOptions().setAtomicFlush(true);
                RocksDB rocks = RocksDB.open(options, database.toString(), families, handles)) {
            try {
                for (ColumnFamilyHandle family : handles) {
                    if (new String(family.getName(), UTF_8).equals("records")) {
                        return changeFirst(rocks, family);
                    }
                }
                throw new AssertionError("no records in " + database);
            } finally {
                handles.forEach(ColumnFamilyHandle::close);
            }
        }
    }

    private static String changeFirst(RocksDB rocks, ColumnFamilyHandle records) throws Exception {
        byte[] key;
        byte[] value;
        try (RocksIterator rows = rocks.newIterator(records)) {
            rows.seekToFirst();
            if (!rows.isValid()) {
                return "";
            }
            key = rows.key();
            value = rows.value();
        }
        value[7] ^= 1; // the last byte of created_at
        rocks.put(records, key, value);
        try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
            rocks.flush(options, records);
        }
        int end = 1;
        while (key[end] != 0) {
            end++;
        }
        return "event of run " + new String(key, 1, end - 1, UTF_8) + " at sequence";
    }
}
