package io.runledger.query.answer;

import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.model.GivenState;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.PartitionReader;

/**
 * What was granted to an artifact or a task.
 *
 * @param event the decision
 */
public record Move(GivenState state, StoredRecord event) {
    public static Move of(GivenState state, PartitionReader reader) {
        RecordKey key = new RecordKey(RecordKey.Kind.EVENT, state.subject().runId(), state.decisionId());
        return new Move(
                state, reader.record(key).orElseThrow(() -> new IllegalStateException("a state without its decision")));
    }
}
