package io.runledger.gateway.append;

import io.runledger.schemas.log.Position;

/**
 * What the log says of a record that it now holds.
 *
 * @param sequence the record's offset
 * @param createdAt the broker's time, milliseconds since 1970-01-01T00:00:00Z
 */
public record Receipt(int partition, long sequence, long createdAt) {
    /** What a reader waits for to see this record. */
    public Position position() {
        return new Position(partition, sequence);
    }
}
