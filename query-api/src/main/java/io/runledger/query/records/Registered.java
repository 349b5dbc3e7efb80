package io.runledger.query.records;

import io.runledger.core.review.RegisteredFile;
import io.runledger.schemas.log.RecordKey.Kind;
import io.runledger.streams.views.model.StoredRecord;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.store.Dimension;
import io.runledger.streams.views.store.Subject;
import io.runledger.v1.Event;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Things of a run that are there because an ordinary event says so. The first event of the run that registers an id counts;
 * later ones change nothing.
 *
 * @param type of the event
 * @param kind its {@code subject_kind}; the {@code subject_id} is the thing's id
 */
public record Registered(String type, String kind) {
    public static final Registered FILE = new Registered(RegisteredFile.EVENT_TYPE, RegisteredFile.KIND);
    static final Registered PACKAGE = new Registered("v1.package.created", "package");

    /** What ends a package's making; the first one counts too. */
    static final Registered FINALIZED = new Registered("v1.package.finalized", "package");

    /** Every event that registers an id, in whichever run. */
    RecordQuery all(String id) {
        return RecordQuery.all(Kind.EVENT)
                .where(Dimension.SUBJECT, Optional.of(Subject.word(kind, id)))
                .where(Dimension.TYPE, Optional.of(type));
    }

    /** The event that counts, if there is one. */
    public Optional<StoredRecord> first(PartitionReader reader, String run, String id) {
        return reader.page(all(id).run(Optional.of(run)), 1).stream().findFirst();
    }

    /** Whether an event is the one that counts for what it is about. */
    public boolean isFirst(PartitionReader reader, StoredRecord stored) {
        Event event = (Event) stored.record();
        String id = event.getSubjectId();
        return id != null
                && Objects.equals(event.getSubjectKind(), kind)
                && first(reader, event.getRunId(), id)
                        .filter(first -> first.place().equals(stored.place()))
                        .isPresent();
    }

    /** Those that count. */
    public List<StoredRecord> firsts(PartitionReader reader, List<StoredRecord> events) {
        return events.stream().filter(event -> isFirst(reader, event)).toList();
    }
}
