package io.runledger.query.read;

import io.runledger.http.ProblemException;
import java.util.Set;

/**
 * Refuses ids with spaces that no id has. A query's {@code +} is read as a space (HTML's form encoding), and ids may have a
 * {@code +}: who does not encode it would be told that there is nothing, though there is.
 */
final class Spaces {
    /** Of these no character is a space; of other names only the first and the last are none. */
    private static final Set<String> WITHOUT = Set.of(
            "run_id",
            "run_id_prefix",
            "event_id",
            "artifact_id",
            "request_id",
            "baseline",
            "candidate",
            "event_type",
            "artifact_type");

    private static final Set<String> NOT_AT_AN_END = Set.of(
            "task_id",
            "bundle_id",
            "producer",
            "created_by",
            "assistant_job_id",
            "storage_provider",
            "status",
            "package_id",
            "file_id");

    private Spaces() {}

    /** @throws ProblemException 400 if a value of this name has spaces where none can be */
    static void require(String name, String value) {
        boolean wrong = WITHOUT.contains(name)
                ? value.chars().anyMatch(Character::isWhitespace)
                : NOT_AT_AN_END.contains(name) && !value.strip().equals(value);
        if (wrong) {
            throw ProblemException.malformed(name
                    + (WITHOUT.contains(name)
                            ? " has a space, which is in none"
                            : " begins or ends with a space, as none does")
                    + "; a + in a query is read as a space: write %2B for it");
        }
    }
}
