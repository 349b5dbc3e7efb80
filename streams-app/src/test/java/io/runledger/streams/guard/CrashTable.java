package io.runledger.streams.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A table in memory that keeps each write, so that it can be left as a crash leaves it: with the first of them only. */
final class CrashTable implements GuardTable {
    record Write(byte[] key, Optional<byte[]> value) {}

    final List<Write> writes = new ArrayList<>();
    private final TreeMap<byte[], byte[]> content = new TreeMap<>(Arrays::compareUnsigned);

    /**
     * What is left when the local database kept the first {@code local} writes, and the changelog, put over it from its
     * {@code committed}th write on, the first {@code changelog}.
     */
    CrashTable crashed(int local, int committed, int changelog) {
        CrashTable left = new CrashTable();
        writes.subList(0, local).forEach(left::write);
        writes.subList(committed, changelog).forEach(left::write);
        return left;
    }

    void write(Write write) {
        write.value.ifPresentOrElse(value -> put(write.key, value), () -> delete(write.key));
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return content.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        content.put(key, value);
        writes.add(new Write(key, Optional.of(value)));
    }

    @Override
    public void delete(byte[] key) {
        content.remove(key);
        writes.add(new Write(key, Optional.empty()));
    }

    @Override
    public List<byte[]> keys(byte[] prefix, int most) {
        return content.tailMap(prefix, true).keySet().stream()
                .takeWhile(key ->
                        key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length))
                .limit(most)
                .toList();
    }
}
