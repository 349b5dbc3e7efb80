package io.runledger.gateway.requests;

import io.javalin.http.Context;
import io.runledger.http.ProblemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request is about: the run, and the revision that it is to be at. */
final class RequestTarget {
    private static final String RUN = "run_id";
    private static final Pattern REVISION = Pattern.compile("\"(\\d{1,18})\"");

    private RequestTarget() {}

    /** Where it is asked for: an attachment's body may name another run, that of the task, and is then refused by the guard. */
    static String run(Context ctx, ReviewBody body, boolean bodyMayDiffer) {
        for (String given : ctx.queryParamMap().keySet()) {
            if (!given.equals(RUN)) {
                throw ProblemException.malformed("there is no parameter " + given + " here; there is: " + RUN);
            }
        }
        String ofPath = ctx.pathParamMap().get(RUN);
        String ofQuery = ctx.queryParam(RUN);
        String ofBody = body.text(BodyField.RUN_ID);
        if (ofPath != null && ofQuery != null && !ofPath.equals(ofQuery)) {
            throw ProblemException.malformed("the path names another run than the parameter run_id; name one");
        }
        String run = ofPath != null ? ofPath : ofQuery != null ? ofQuery : ofBody;
        if (run == null || run.isBlank()) {
            body.refuse();
            throw ProblemException.malformed(
                    "the run is missing: ids are unique within a run, so name it by run_id in the"
                            + " query or in the body, or ask at /runs/{run_id}" + ctx.endpoint().path);
        }
        if (ofBody != null && !ofBody.equals(run) && !bodyMayDiffer) {
            body.problem(BodyField.RUN_ID, "is another run than the one that the path or the query names");
        }
        return run;
    }

    static @Nullable Long revision(Context ctx, ReviewBody body) {
        String condition = ctx.header("If-Match");
        Long ofBody = body.number(BodyField.REVISION);
        if (condition == null || condition.strip().equals("*")) {
            return ofBody;
        }
        Matcher revision = REVISION.matcher(condition.strip());
        if (!revision.matches()) {
            throw ProblemException.malformed(
                    "If-Match must be one revision in double quotes, such as \"3\"; without it any revision will do");
        }
        long named = Long.parseLong(revision.group(1));
        if (ofBody != null && ofBody != named) {
            throw ProblemException.malformed("If-Match names another revision than the body; name one");
        }
        return named;
    }
}
