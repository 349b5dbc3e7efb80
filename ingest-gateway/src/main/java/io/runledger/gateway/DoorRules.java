package io.runledger.gateway;

import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.Problem;
import io.runledger.schemas.redaction.Content;
import io.runledger.schemas.redaction.Hit;
import io.runledger.schemas.redaction.RecordRedaction;
import io.runledger.schemas.review.Decision;
import io.runledger.schemas.review.RequestType;
import io.runledger.schemas.storage.Breach;
import io.runledger.schemas.storage.StoragePolicy;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the door asks of a record besides its contract: the storage policy, that only the guard decides, and that no secret is
 * stored. Thread-safe.
 */
final class DoorRules {
    private static final String WAYS = "POST /artifacts/{artifact_id}/review, /attach, /archive or /supersede, PATCH"
            + " /artifacts/{artifact_id}, POST /tasks or POST /tasks/{task_id}/complete";

    private final StoragePolicy storage;
    private final RecordRedaction redaction;
    private final boolean rejectSecrets;
    private final Content content;

    DoorRules(GatewayConfig config) {
        this.storage = config.storage();
        this.redaction = new RecordRedaction(config.ledger().redaction());
        this.rejectSecrets = config.rejectSecrets();
        this.content = config.debugContent() ? Content.KEEP : Content.DROP;
    }

    /**
     * The record as it may be stored.
     *
     * @param mostErrors how many problems are listed
     * @throws ProblemException 422 with every rule that it breaks, and with every secret that cannot be, or is not to be, redacted
     */
    <T extends SpecificRecord> T admit(Contract<T> contract, T record, int mostErrors) {
        check(record, mostErrors);
        return redacted(contract, record, mostErrors);
    }

    /** The same of a record that the door has made. */
    <T extends SpecificRecord> T redacted(Contract<T> contract, T record, int mostErrors) {
        RecordRedaction.Cleaned<T> cleaned = redaction.clean(record, content);
        List<Hit> refused = new ArrayList<>(cleaned.standing());
        if (rejectSecrets) {
            refused.addAll(cleaned.hits());
        }
        if (!refused.isEmpty()) {
            throw secrets(refused.stream().distinct().toList(), mostErrors);
        }
        if (cleaned.record() != record) {
            List<Problem> problems = contract.problems(cleaned.record());
            if (!problems.isEmpty()) {
                throw ProblemException.violation("with its secrets redacted it does not keep the contract", problems);
            }
        }
        return cleaned.record();
    }

    private static ProblemException secrets(List<Hit> found, int mostErrors) {
        List<Hit> listed = found.subList(0, Math.min(found.size(), mostErrors));
        return ProblemException.secret(
                        (found.size() == 1 ? "a secret stands" : found.size() + " secrets stand")
                                + " where none may; take them out and send it again",
                        listed.stream()
                                .map(hit -> new Problem(hit.pointer(), "holds a secret (rule " + hit.rule() + ")"))
                                .toList())
                .with("rules", listed.stream().map(Hit::rule).distinct().toList());
    }

    /** Lets a record that keeps its contract in, or not. */
    private void check(SpecificRecord record, int mostErrors) {
        if (record instanceof Event event && Decision.isType(event.getEventType())) {
            throw ProblemException.violation(
                    "one thing is wrong", List.of(new Problem("/event_type", decided(event.getEventType()))));
        }
        if (record instanceof Artifact artifact) {
            refuse(storage.breaches(artifact), mostErrors);
        } else if (record instanceof Event event) {
            refuse(storage.breaches(event), mostErrors);
        }
    }

    /** Throws 422 for breaches of the storage policy, if there are any. */
    static void refuse(List<Breach> breaches, int mostErrors) {
        if (breaches.isEmpty()) {
            return;
        }
        List<Breach> listed = breaches.subList(0, Math.min(breaches.size(), mostErrors));
        throw ProblemException.violation(
                        "the storage policy is not kept: "
                                + (breaches.size() == 1 ? "one thing is wrong" : breaches.size() + " things are wrong")
                                + (listed.size() < breaches.size() ? ", these are the first" : ""),
                        StoragePolicy.problems(listed))
                .with(
                        "reasons",
                        listed.stream().map(breach -> breach.reason().word()).toList());
    }

    private static String decided(String eventType) {
        return "is a decision, which only the guard makes; ask for it with "
                + Arrays.stream(RequestType.values())
                        .filter(type -> type.grantedType().equals(eventType))
                        .findFirst()
                        .map(type -> ReviewRoutes.way(type) + ", or append a " + type.eventType())
                        .orElse(WAYS);
    }
}
