package io.runledger.streams.guard;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values that are numbered, of which the one with the highest number stands. Each is written under a key of its own, before
 * those below it are deleted; so a guard that was paused and writes late what others have left behind takes nothing back.
 */
final class Newest {
    private final GuardTable table;

    Newest(GuardTable table) {
        this.table = table;
    }

    /** The key that stands; its last part is the number. */
    Optional<byte[]> key(byte[] prefix) {
        List<byte[]> keys = table.keys(prefix, Integer.MAX_VALUE);
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(keys.size() - 1));
    }

    byte @Nullable [] get(byte[] prefix) {
        return key(prefix).map(table::get).orElse(null);
    }

    /** Writes it, again if it stands already; does nothing if one with a higher number stands. */
    void put(byte[] prefix, String number, byte[] value) {
        byte[] key = GuardKeys.numbered(prefix, number);
        List<byte[]> keys = table.keys(prefix, Integer.MAX_VALUE);
        if (!keys.isEmpty() && Arrays.compareUnsigned(keys.get(keys.size() - 1), key) > 0) {
            return;
        }
        table.put(key, value);
        keys.stream().filter(below -> Arrays.compareUnsigned(below, key) < 0).forEach(table::delete);
    }

    /** Writes what stands once more: its last write may be lost. */
    void again(byte[] prefix) {
        key(prefix).ifPresent(key -> table.put(key, Objects.requireNonNull(table.get(key))));
    }

    void delete(byte[] prefix) {
        table.keys(prefix, Integer.MAX_VALUE).forEach(table::delete);
    }
}
