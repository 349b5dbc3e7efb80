package io.runledger.gateway;

import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Problem;
import io.runledger.schemas.review.Decision;
import io.runledger.schemas.review.RequestType;
import io.runledger.schemas.storage.Breach;
import io.runledger.schemas.storage.StoragePolicy;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** What the door asks of a record besides its contract: the storage policy, and that only the guard decides. Thread-safe. */
final class DoorRules {
    private static final String WAYS = "POST /artifacts/{artifact_id}/review, /attach, /archive or /supersede, PATCH"
            + " /artifacts/{artifact_id}, POST /tasks or POST /tasks/{task_id}/complete";

    private final StoragePolicy storage;

    DoorRules(StoragePolicy storage) {
        this.storage = storage;
    }

    /**
     * Lets a record that keeps its contract in, or not.
     *
     * @param mostErrors how many problems are listed
     * @throws ProblemException 422 with every rule that it breaks
     */
    void check(SpecificRecord record, int mostErrors) {
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
