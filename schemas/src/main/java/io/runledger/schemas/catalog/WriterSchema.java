package io.runledger.schemas.catalog;

import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** A schema as the writer of bytes: what it must be for the bytes to be read, and no more. */
final class WriterSchema {
    private WriterSchema() {}

    /** Whether bytes written by the one mean the same under the other: docs, defaults and properties may differ. */
    static boolean areSame(Schema one, Schema other) {
        return one.equals(other)
                || SchemaNormalization.toParsingForm(one).equals(SchemaNormalization.toParsingForm(other));
    }

    /** Empty if the text is no Avro schema. */
    static Optional<Schema> parsed(String text) {
        try {
            return Optional.of(new Schema.Parser().parse(text));
        } catch (AvroRuntimeException e) {
            return Optional.empty();
        }
    }
}
