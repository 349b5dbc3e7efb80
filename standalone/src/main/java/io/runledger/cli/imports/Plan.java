package io.runledger.cli.imports;

import io.runledger.bundle.restore.ArchivedRecord;
import io.runledger.bundle.validate.IdSet;
import io.runledger.core.review.Decision;
import io.runledger.core.review.RequestType;
import io.runledger.schemas.log.Erasure;
import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Event;
import java.util.HashSet;
import java.util.Set;

/** What is to be done of an archive: which of its records are new, and which of its requests have a decision in it. */
final class Plan {
    private final IdSet added = new IdSet();
    private final IdSet decisions = new IdSet();
    private final Set<String> runs = new HashSet<>();
    private long there;
    private long erased;
    private long refused;

    void take(ArchivedRecord record, ExistingRun.Found found) {
        if (record.record() instanceof Event event) {
            decisions.add(
                    ExistingRun.key(Erasure.is(event) ? Erasure.target(event).orElse(record.key()) : record.key()));
        }
        switch (found) {
            case NEW -> {
                added.add(ExistingRun.key(record.key()));
                runs.add(record.key().runId());
            }
            case THERE -> there++;
            case ERASED -> erased++;
            case CONFLICT, OTHER_DECISION -> refused++;
        }
    }

    void refuse() {
        refused++;
    }

    boolean adds(ArchivedRecord record) {
        return added.contains(ExistingRun.key(record.key()));
    }

    /** Whether it asks for something that the ledger it comes from had not decided yet. */
    boolean isUndecided(ArchivedRecord record) {
        if (!(record.record() instanceof Event event)
                || RequestType.ofEventType(event.getEventType()).isEmpty()) {
            return false;
        }
        RecordKey decision = new RecordKey(RecordKey.Kind.EVENT, record.key().runId(), Decision.id(record.key()));
        return !decisions.contains(ExistingRun.key(decision));
    }

    boolean isRefused() {
        return refused > 0;
    }

    long refused() {
        return refused;
    }

    @Override
    public String toString() {
        return "Imported " + added.size() + " records of " + runs.size() + " runs; " + there + " there already, "
                + erased + " were erased here and stay so";
    }
}
