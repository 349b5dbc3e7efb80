package io.runledger.streams.views.store;

import java.util.Arrays;

/** Walking the keys that begin alike. */
public final class Range {
    private Range() {}

    /** Whether the iterator is at a key with the prefix. */
    public static boolean within(Rows rows, byte[] prefix) {
        return rows.isValid() && startsWith(rows.key(), prefix);
    }

    static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /**
     * The least key after all keys with the prefix. Prefixes end with a byte below 0xff: a text's 0, a word's letter.
     */
    public static byte[] after(byte[] prefix) {
        byte[] next = prefix.clone();
        next[next.length - 1]++;
        return next;
    }
}
