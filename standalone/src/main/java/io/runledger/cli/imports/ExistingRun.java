package io.runledger.cli.imports;

import io.runledger.bundle.restore.ArchivedRecord;
import io.runledger.bundle.restore.ArchivedRecords;
import io.runledger.bundle.validate.IdDigest;
import io.runledger.core.review.Decision;
import io.runledger.schemas.log.Erasure;
import io.runledger.schemas.log.RecordKey;
import io.runledger.v1.Event;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What a ledger has of a run: of each record 16 bytes of digest of its key, and of its content. */
final class ExistingRun {
    static final ExistingRun NOTHING = new ExistingRun();

    private final Map<IdDigest, IdDigest> contents = new HashMap<>();

    /** What an archived record is to the existing run. */
    enum Found {
        NEW,
        /** The same, or an erasure of what is erased. */
        THERE,
        /** It was erased for good. */
        ERASED,
        /** Another content under its id. */
        CONFLICT,
        /** Another decision gave its artifact or task this revision. */
        OTHER_DECISION
    }

    private ExistingRun() {}

    static ExistingRun of(ArchivedRecords records, Function<ArchivedRecord, byte[]> content) throws IOException {
        ExistingRun existing = new ExistingRun();
        for (Optional<ArchivedRecord> next = records.next(); next.isPresent(); next = records.next()) {
            ArchivedRecord record = next.get();
            existing.contents.put(key(record.key()), IdDigest.of(content.apply(record)));
            revision(record).ifPresent(revision -> existing.contents.put(revision, key(record.key())));
        }
        return existing;
    }

    Found find(ArchivedRecord record, byte[] content) {
        IdDigest there = contents.get(key(record.key()));
        if (there != null) {
            return there.equals(IdDigest.of(content)) || isErasure(record) ? Found.THERE : Found.CONFLICT;
        }
        RecordKey erasure = new RecordKey(RecordKey.Kind.EVENT, record.key().runId(), Erasure.eventId(record.key()));
        if (contents.containsKey(key(erasure))) {
            return Found.ERASED;
        }
        return revision(record).filter(contents::containsKey).isPresent() ? Found.OTHER_DECISION : Found.NEW;
    }

    private static boolean isErasure(ArchivedRecord record) {
        return record.record() instanceof Event event && Erasure.is(event);
    }

    static IdDigest key(RecordKey key) {
        return IdDigest.of(key.toString());
    }

    /** Of a decision that grants something: what it is about, and the revision that it gives. */
    private static Optional<IdDigest> revision(ArchivedRecord record) {
        return record.record() instanceof Event event && Decision.isType(event.getEventType())
                ? Decision.readCarried(event)
                        .filter(decision -> decision.state() != null)
                        .map(decision -> IdDigest.of(
                                String.valueOf(event.getSubjectKind()),
                                String.valueOf(event.getSubjectId()),
                                Objects.requireNonNull(decision.state())
                                        .path("revision")
                                        .asText()))
                : Optional.empty();
    }
}
