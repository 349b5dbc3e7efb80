package io.runledger.query.wait;

import io.runledger.http.ProblemException;
import io.runledger.schemas.log.Position;

/** What a client is told that names a place of the log that is not there. */
public final class LogEnd {
    private LogEnd() {}

    /** 400: the log ends before a position. */
    public static ProblemException before(Position position, long end) {
        String there = end == 0
                ? "partition " + position.partition() + " of this log has no record yet"
                : "the last of partition " + position.partition() + " is "
                        + new Position(position.partition(), end - 1);
        return ProblemException.malformed("the log ends before " + position + ": " + there
                        + "; a position of another ledger means nothing here")
                .with("partition", position.partition())
                .with("end", end);
    }
}
