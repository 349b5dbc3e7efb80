package io.runledger.gateway.record;

import io.runledger.core.access.Principal;
import io.runledger.core.redaction.Content;
import io.runledger.core.redaction.Hit;
import io.runledger.core.redaction.RecordRedaction;
import io.runledger.core.redaction.Redaction;
import io.runledger.core.review.Decision;
import io.runledger.core.review.RequestType;
import io.runledger.core.storage.Breach;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.Problem;
import io.runledger.schemas.log.Erasure;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the door asks of a record besides its contract: the storage policy, that only the guard decides, and that no secret is
 * stored. Thread-safe.
 */
public final class DoorRules {
    private static final String WAYS = "POST /artifacts/{artifact_id}/review, /attach, /archive or /supersede, PATCH"
            + " /artifacts/{artifact_id}, POST /tasks or POST /tasks/{task_id}/complete";

    private final StoragePolicy storage;
    private final Redaction secrets;
    private final RecordRedaction redaction;
    private final boolean rejectSecrets;
    private final Content content;

    /**
     * @param rejectSecrets whether a record with a secret is refused; else it is stored without
     * @param content what is done with prompts and raw model outputs
     */
    public DoorRules(StoragePolicy storage, Redaction secrets, boolean rejectSecrets, Content content) {
        this.storage = storage;
        this.secrets = secrets;
        this.redaction = new RecordRedaction(secrets);
        this.rejectSecrets = rejectSecrets;
        this.content = content;
    }

    /**
     * The record as it may be stored.
     *
     * @param by who sends it
     * @param mostErrors how many problems are listed
     * @throws ProblemException 403 with the permission that is missing for it, or 422 with every rule that it breaks, and with every secret that cannot be, or is not to be, redacted
     */
    <T extends SpecificRecord> T admit(Contract<T> contract, T record, Principal by, int mostErrors) {
        T checked = RecordPermissions.checked(record, by);
        RecordRedaction.Cleaned<T> cleaned = redaction.clean(checked, content);
        new DoorFindings(reserved(checked), breaches(checked), refused(cleaned)).refuse(mostErrors);
        return kept(contract, checked, cleaned);
    }

    /** The same of a record that the door has made: its ids, and that it has no secrets. */
    public <T extends SpecificRecord> T redacted(Contract<T> contract, T record, Principal by, int mostErrors) {
        T checked = RecordPermissions.checked(record, by);
        RecordRedaction.Cleaned<T> cleaned = redaction.clean(checked, content);
        new DoorFindings(ids(checked), List.of(), refused(cleaned)).refuse(mostErrors);
        return kept(contract, checked, cleaned);
    }

    /**
     * Everything that is wrong with a record that breaks its contract.
     *
     * @param read what could be read of it; null if nothing could
     */
    ProblemException refusal(List<Problem> problems, @Nullable SpecificRecord read, int mostErrors) {
        List<Problem> all = new ArrayList<>(problems);
        List<Breach> breaches = List.of();
        List<Hit> secrets = List.of();
        if (read != null) {
            all.addAll(reserved(read));
            breaches = breaches(read);
            if (!(read instanceof Event event) || event.getPayload() != null) {
                secrets = refused(redaction.clean(read, content));
            }
        }
        try {
            new DoorFindings(all, breaches, secrets).refuse(mostErrors);
        } catch (ProblemException e) {
            return e;
        }
        throw new IllegalArgumentException("nothing is wrong with it");
    }

    /**
     * A JSON document that is kept as it is sent, and shown to everybody.
     *
     * @throws ProblemException 422 with every secret in it
     */
    public void refuseSecrets(String json) {
        List<Hit> found = secrets.json(json, "", Content.KEEP).hits();
        new DoorFindings(List.of(), List.of(), found.stream().distinct().toList()).refuse(RecordBody.MOST_ERRORS);
    }

    private List<Hit> refused(RecordRedaction.Cleaned<?> cleaned) {
        List<Hit> refused = new ArrayList<>(cleaned.left());
        if (rejectSecrets) {
            refused.addAll(cleaned.hits());
        }
        return refused.stream().distinct().toList();
    }

    private static <T extends SpecificRecord> T kept(
            Contract<T> contract, T record, RecordRedaction.Cleaned<T> cleaned) {
        if (cleaned.record() != record) {
            List<Problem> problems = new ArrayList<>(contract.problems(cleaned.record()));
            problems.addAll(ids(cleaned.record()));
            if (!problems.isEmpty()) {
                throw ProblemException.violation("with its secrets redacted it does not keep the contract", problems);
            }
        }
        return cleaned.record();
    }

    private List<Breach> breaches(SpecificRecord record) {
        if (record instanceof Artifact artifact) {
            return storage.breaches(artifact);
        }
        return record instanceof Event event && event.getEventType() != null && event.getPayload() != null
                ? storage.breaches(event)
                : List.of();
    }

    private static List<Problem> decisions(SpecificRecord record) {
        return record instanceof Event event && event.getEventType() != null && Decision.isType(event.getEventType())
                ? List.of(new Problem("/event_type", decided(event.getEventType())))
                : List.of();
    }

    private static List<Problem> reserved(SpecificRecord record) {
        List<Problem> problems = new ArrayList<>(decisions(record));
        problems.addAll(ids(record));
        return problems;
    }

    private static List<Problem> ids(SpecificRecord record) {
        List<Problem> problems = new ArrayList<>(PathIds.problems(record));
        problems.addAll(reservedIds(record));
        return problems;
    }

    /** An erasure has the id that follows from what it erases, and no other event has an id that erasures or decisions have. */
    private static List<Problem> reservedIds(SpecificRecord record) {
        if (!(record instanceof Event event)
                || event.getEventType() == null
                || event.getEventId() == null
                || event.getRunId() == null) {
            return List.of();
        }
        if (Erasure.is(event)) {
            return Erasure.problems(event);
        }
        if (Erasure.hasId(event)) {
            return List.of(
                    new Problem("/event_id", "is one that only events of type record.erased have; choose another"));
        }
        return Decision.isClaimed(event) && !Decision.isType(event.getEventType())
                ? List.of(new Problem("/event_id", "is one that only the guard's decisions have; choose another"))
                : List.of();
    }

    private static String decided(String eventType) {
        return "is a decision, which only the guard makes; ask for it with "
                + RequestType.all().stream()
                        .filter(type -> type.grantedType().equals(eventType))
                        .findFirst()
                        .map(type -> RequestPaths.withMethod(type) + ", or append a " + type.eventType())
                        .orElse(WAYS);
    }
}
