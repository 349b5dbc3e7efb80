package io.runledger.gateway.record;

import io.runledger.core.access.Permission;
import io.runledger.core.access.Principal;
import io.runledger.core.review.RequestType;
import io.runledger.http.AccessSession;
import io.runledger.http.ProblemException;
import io.runledger.schemas.log.Erasure;
import io.runledger.v1.Event;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * What appending a record needs beside the permission to append: requests for decisions and erasures are events like any
 * other, and whoever makes them answers for them. So their {@code actor} is the principal, unless that one may act for others.
 */
final class RecordPermissions {
    private RecordPermissions() {}

    static Permission of(RequestType type) {
        return type.match(
                artifact -> switch (artifact) {
                    case UPDATE, ATTACH, SUPERSEDE -> Permission.REQUEST;
                    case REVIEW, ARCHIVE -> Permission.REVIEW;
                },
                task -> switch (task) {
                    case DECLARE, COMPLETE -> Permission.REQUEST;
                });
    }

    /**
     * Checks a record before it is appended.
     *
     * @return the same record, in which its principal is now who recorded it, and the actor if it needs one and names nobody
     * @throws ProblemException 403 with the permission that is missing, or if the run is out of the principal's scope
     */
    static <T extends SpecificRecord> T checked(T record, Principal by) {
        if (record.get(record.getSchema().getField("run_id").pos()) instanceof String run) {
            AccessSession.requireRun(by, run);
        }
        if (by.isKnown()) {
            set(record, "recorded_by", by.name());
        }
        if (!(record instanceof Event event)) {
            return record;
        }
        if (event.getEventType() == null) {
            return record;
        }
        Optional<Permission> needed = Erasure.is(event)
                ? Optional.of(Permission.ERASE)
                : RequestType.ofEventType(event.getEventType()).map(RecordPermissions::of);
        if (needed.isPresent() && !by.may(needed.get())) {
            throw ProblemException.forbidden(needed.get());
        }
        if (by.isKnown() && needed.isPresent()) {
            if (event.getActor() == null) {
                set(record, "actor", by.name());
            } else if (!event.getActor().equals(by.name()) && !by.may(Permission.ACT_FOR)) {
                throw ProblemException.forbidden(Permission.ACT_FOR);
            }
        }
        return record;
    }

    /** In place: the record was made for this request, and a copy would cost more than all else here. */
    private static void set(SpecificRecord record, String field, String value) {
        record.put(record.getSchema().getField(field).pos(), value);
    }
}
