package io.runledger.streams.views.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.WriteBatch;

class BatchBytesTest {
    @TempDir
    Path directory;

    @Test
    void areLaidOutAsRocksDbLaysThemOut() throws Exception {
        try (Memory memory = new Memory(1 << 20, 1 << 20);
                Database database = Database.open(directory, memory);
                WriteBatch expected = new WriteBatch()) {
            BatchBytes bytes = new BatchBytes(0);
            for (int length : new int[] {0, 1, 127, 128, 300, 16_383, 16_384, 2_097_152}) {
                byte[] key = "k".repeat(Math.max(1, length / 2)).getBytes(StandardCharsets.UTF_8);
                byte[] value = "v".repeat(length).getBytes(StandardCharsets.UTF_8);
                bytes.put(database.id(Family.RECORDS), key, value);
                expected.put(database.handle(Family.RECORDS), key, value);
            }
            for (Family family : new Family[] {Family.REJECTS, Family.POSTINGS}) {
                bytes.delete(database.id(family), new byte[] {1, 0, 2});
                expected.delete(database.handle(family), new byte[] {1, 0, 2});
            }

            try (WriteBatch made = bytes.toWriteBatch()) {
                assertThat(made.count()).isEqualTo(10);
                assertThat(made.data()).isEqualTo(expected.data());
            }
        }
    }

    @Test
    void beginAnewOnceCleared() throws Exception {
        try (Memory memory = new Memory(1 << 20, 1 << 20);
                Database database = Database.open(directory, memory)) {
            BatchBytes bytes = new BatchBytes(100);
            bytes.put(database.id(Family.DEFAULT), new byte[] {1}, new byte[] {2});
            try (WriteBatch first = bytes.toWriteBatch()) {
                database.write(first);
            }
            bytes.clear();
            bytes.delete(database.id(Family.IDS), new byte[] {1});
            try (WriteBatch second = bytes.toWriteBatch()) {
                assertThat(second.count()).isEqualTo(1);
                database.write(second);
            }

            assertThat(database.get(Family.DEFAULT, new byte[] {1})).containsExactly(2);
        }
    }
}
