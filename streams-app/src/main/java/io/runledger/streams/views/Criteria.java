package io.runledger.streams.views;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.redaction.Redaction;
import io.runledger.schemas.review.Seal;

/**
 * What records of the log are judged by besides their contracts. The same in all processes of a ledger.
 *
 * @param seal tells the guard's decisions from forged ones
 * @param redaction finds secrets, with which no record is applied
 */
public record Criteria(Seal seal, Redaction redaction) {
    public static Criteria of(LedgerConfig ledger) {
        return new Criteria(new Seal(ledger.guardKey()), ledger.redaction());
    }
}
