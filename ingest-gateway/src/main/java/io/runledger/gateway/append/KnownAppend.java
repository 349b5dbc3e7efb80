package io.runledger.gateway.append;

import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Problem;
import io.runledger.schemas.log.RecordKey;
import java.util.List;
import org.apache.avro.Schema;

/** What is remembered of a record that the log has. */
record KnownAppend(ContentPrint print, Receipt receipt) {
    /**
     * The first receipt, for a record of the same id with the same content.
     *
     * @throws ProblemException 409 if its content differs
     */
    Appended answer(RecordKey key, Schema schema, ContentPrint content) {
        List<Problem> differences = print.differences(schema, content);
        if (differences.isEmpty()) {
            return new Appended(receipt, print);
        }
        throw ProblemException.conflict(
                        "the log has different content under this id, and a record never changes; give this one"
                                + " another id",
                        differences)
                .with("run_id", key.runId())
                .with(key.kind().word() + "_id", key.id())
                .with("position", receipt.position());
    }
}
