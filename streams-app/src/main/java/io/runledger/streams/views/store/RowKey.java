package io.runledger.streams.views.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where a row is, as the key of a map: equal if the bytes are. */
public record RowKey(Family family, byte[] bytes) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowKey key && family == key.family && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
