package io.runledger.streams.guard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a partition of the guard keeps what it knows. Writes take effect, and survive a crash, in the order they were made. */
interface GuardTable {
    byte @Nullable [] get(byte[] key);

    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /** The keys that begin with a prefix, in order, at most so many. */
    List<byte[]> keys(byte[] prefix, int most);
}
