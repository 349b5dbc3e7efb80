package io.runledger.gateway.append;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that is on the log.
 *
 * @param receipt of the first append of this record
 * @param first the content that the log has, if it had the record before; null if it is the one that was sent now
 */
public record Appended(Receipt receipt, @Nullable ContentPrint first) {
    static Appended now(Receipt receipt) {
        return new Appended(receipt, null);
    }

    /** Whether the log had it before. */
    public boolean isDuplicate() {
        return first != null;
    }

    /** The record that the log has, of the one that was sent now. */
    public <T extends SpecificRecord> T existing(T sent) {
        return first == null ? sent : first.existing(sent);
    }
}
