package io.runledger.streams.views.state;

import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.store.Family;
import io.runledger.streams.views.store.KeyReader;
import java.nio.charset.StandardCharsets;

/** A key of a column family as people read it. */
final class ReadableKey {
    private ReadableKey() {}

    /** Records by kind, run and sequence, erased ones by their Kafka key; the others as {@code Layout} puts them. */
    static String of(Family family, byte[] key) {
        return switch (family) {
            case RECORDS -> {
                int end = KeyReader.end(key, 1);
                yield kind(key[0]) + " of run " + KeyReader.text(key, 1) + " at sequence "
                        + KeyReader.number(key, end + 1);
            }
            case IDS -> {
                int end = KeyReader.end(key, 1);
                yield kind(key[0]) + " " + KeyReader.text(key, 1) + " of run " + KeyReader.text(key, end + 1);
            }
            case ERASED -> new String(key, StandardCharsets.UTF_8);
            default -> escaped(key);
        };
    }

    private static String kind(byte letter) {
        for (RecordKey.Kind kind : RecordKey.Kind.values()) {
            if (kind.word().charAt(0) == letter) {
                return kind.word();
            }
        }
        return String.valueOf((char) letter);
    }

    /** ASCII as it is, a text's end as a slash, and every other byte in hexadecimal. */
    private static String escaped(byte[] key) {
        StringBuilder text = new StringBuilder();
        for (byte b : key) {
            if (b == 0) {
                text.append('/');
            } else if (b > ' ' && b < 0x7f && b != '/' && b != '\\') {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02x", b));
            }
        }
        return text.toString();
    }
}
