package io.runledger.http;

import io.javalin.http.Context;
import io.runledger.schemas.contract.Identifier;
import io.runledger.schemas.contract.Name;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the ids and names in a request's path and parameters to the rule that they keep in records: what can be no id names
 * nothing, and must not get as far as a key.
 */
public final class RequestIds {
    private static final Set<String> IDS =
            Set.of("run_id", "event_id", "artifact_id", "request_id", "baseline", "candidate");
    private static final Set<String> NAMES = Set.of("task_id", "bundle_id", "file_id", "package_id");

    private RequestIds() {}

    /** @throws ProblemException 400 that says which one is wrong, and how */
    public static void check(Context ctx) {
        ctx.pathParamMap().forEach((name, value) -> check(name, value, " in the path "));
        ctx.queryParamMap().forEach((name, values) -> {
            for (String value : values) {
                check(name, value, " ");
            }
        });
    }

    private static void check(String name, String value, String where) {
        Optional<String> problem = IDS.contains(name)
                ? Identifier.problem(value)
                : NAMES.contains(name) ? Name.problem(value) : Optional.empty();
        if (problem.isPresent()) {
            throw ProblemException.malformed("the " + name + where + problem.get());
        }
    }
}
