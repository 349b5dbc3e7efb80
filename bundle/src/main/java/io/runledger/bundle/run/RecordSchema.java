package io.runledger.bundle.run;

import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * A contract that records were written with.
 *
 * @param subject the record's full name
 * @param sha256 of the schema's Parsing Canonical Form (Avro specification), 64 hexadecimal digits: the same whichever
 *     registry has it, and whatever it says in {@code doc}
 */
public record RecordSchema(String subject, String sha256) implements Comparable<RecordSchema> {
    private static final Comparator<RecordSchema> ORDER =
            Comparator.comparing(RecordSchema::subject).thenComparing(RecordSchema::sha256);

    public static RecordSchema of(Schema schema) {
        try {
            return new RecordSchema(
                    schema.getFullName(),
                    HexFormat.of().formatHex(SchemaNormalization.parsingFingerprint("SHA-256", schema)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int compareTo(RecordSchema other) {
        return ORDER.compare(this, other);
    }
}
