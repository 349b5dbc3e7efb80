package io.runledger.streams.views.log;

import io.runledger.core.redaction.Redaction;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.seal.SealMark;
import io.runledger.schemas.seal.SealMarks;
import org.apache.kafka.clients.admin.Admin;

/**
 * What records of the log are checked against besides their contracts. The same in all processes of a ledger.
 *
 * @param seal tells the guard's decisions, imported records and healing copies from forged ones
 * @param redaction finds secrets, with which no record is applied
 * @param mark from which offsets the log is sealed
 */
public record Criteria(Seal seal, Redaction redaction, SealMark mark) {
    /**
     * The criteria of a ledger, whose log has to exist.
     *
     * @throws LogUnavailableException if Kafka does not say from which offsets the log is sealed
     */
    public static Criteria of(LedgerConfig ledger, Redaction redaction) {
        try (Admin admin = Admin.create(ledger.adminClient())) {
            return new Criteria(Seal.of(ledger), redaction, SealMarks.of(ledger, admin));
        } catch (LogTopicException e) {
            throw new LogUnavailableException(String.valueOf(e.getMessage()));
        }
    }
}
