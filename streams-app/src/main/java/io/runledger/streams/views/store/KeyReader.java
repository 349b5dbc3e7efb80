package io.runledger.streams.views.store;

import java.nio.charset.StandardCharsets;

/** Takes apart what {@link KeyBuilder} put together. */
public final class KeyReader {
    private KeyReader() {}

    public static long number(byte[] bytes, int at) {
        long number = 0;
        for (int i = at; i < at + Long.BYTES; i++) {
            number = number << Byte.SIZE | (bytes[i] & 0xff);
        }
        return number;
    }

    /** A string that ends with byte 0. */
    public static String text(byte[] bytes, int at) {
        return new String(bytes, at, end(bytes, at) - at, StandardCharsets.UTF_8);
    }

    /** Where the byte 0 is that ends the string at {@code at}. */
    public static int end(byte[] bytes, int at) {
        int end = at;
        while (bytes[end] != 0) {
            end++;
        }
        return end;
    }
}
