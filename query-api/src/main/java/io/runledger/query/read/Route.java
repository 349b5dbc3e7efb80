package io.runledger.query.read;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What can be read, path by path, with the query parameters that each takes. A route can read no other, and openapi.json
 * describes these and no other: a test holds the two together.
 */
public enum Route {
    EVENTS(
            "/events",
            Waits.YES,
            Parameter.RUN_ID,
            Parameter.TASK_ID,
            Parameter.EVENT_TYPE,
            Parameter.PRODUCER,
            Parameter.SINCE,
            Parameter.UNTIL,
            Parameter.ORDER,
            Parameter.LIMIT,
            Parameter.CURSOR,
            Parameter.SKIP),
    EVENTS_TAIL(
            "/events/tail",
            Waits.YES,
            Parameter.RUN_ID,
            Parameter.TASK_ID,
            Parameter.EVENT_TYPE,
            Parameter.PRODUCER,
            Parameter.SINCE,
            Parameter.LIMIT,
            Parameter.CURSOR),
    EVENTS_RATE("/events/rate", Waits.YES),
    EVENT("/events/{event_id}", Waits.YES, Parameter.RUN_ID),
    ARTIFACTS(
            "/artifacts",
            Waits.YES,
            Parameter.RUN_ID,
            Parameter.TASK_ID,
            Parameter.ARTIFACT_TYPE,
            Parameter.CREATED_BY,
            Parameter.STATUS,
            Parameter.BUNDLE_ID,
            Parameter.ASSISTANT_JOB_ID,
            Parameter.STORAGE_PROVIDER,
            Parameter.DATA_CLASS,
            Parameter.SINCE,
            Parameter.UNTIL,
            Parameter.ORDER,
            Parameter.LIMIT,
            Parameter.CURSOR,
            Parameter.SKIP),
    ARTIFACT("/artifacts/{artifact_id}", Waits.YES, Parameter.RUN_ID),
    ARTIFACT_HISTORY(
            "/artifacts/{artifact_id}/history", Waits.YES, Parameter.RUN_ID, Parameter.LIMIT, Parameter.CURSOR),
    TASK("/tasks/{task_id}", Waits.YES, Parameter.RUN_ID),
    TASK_AUDIT("/tasks/{task_id}/audit", Waits.YES, Parameter.RUN_ID),
    BUNDLE("/bundles/{bundle_id}", Waits.YES, Parameter.RUN_ID),
    REQUEST("/requests/{request_id}", Waits.YES, Parameter.RUN_ID),
    PACKAGES(
            "/packages",
            Waits.YES,
            Parameter.RUN_ID,
            Parameter.SINCE,
            Parameter.UNTIL,
            Parameter.ORDER,
            Parameter.LIMIT,
            Parameter.CURSOR),
    PACKAGE("/packages/{package_id}", Waits.YES, Parameter.RUN_ID),
    FILES(
            "/files",
            Waits.YES,
            Parameter.RUN_ID,
            Parameter.TASK_ID,
            Parameter.SINCE,
            Parameter.UNTIL,
            Parameter.ORDER,
            Parameter.LIMIT,
            Parameter.CURSOR),
    FILE("/files/{file_id}", Waits.YES, Parameter.RUN_ID),
    RUNS(
            "/runs",
            Waits.YES,
            Parameter.RUN_ID_PREFIX,
            Parameter.STATUS,
            Parameter.EVENT_TYPE,
            Parameter.SINCE,
            Parameter.UNTIL,
            Parameter.ORDER,
            Parameter.LIMIT,
            Parameter.CURSOR),
    RUNS_COMPARE("/runs/compare", Waits.YES, Parameter.BASELINE, Parameter.CANDIDATE),
    RUN("/runs/{run_id}", Waits.YES),
    RUN_BUNDLE("/runs/{run_id}/bundle", Waits.YES, Parameter.CHECKPOINTS),
    CHECKPOINTS("/runs/{run_id}/checkpoints", Waits.NO, Parameter.LIMIT, Parameter.CURSOR),
    CHECKPOINT("/runs/{run_id}/checkpoints/{name}", Waits.NO),
    TYPES("/types", Waits.YES),
    EXPORT("/export", Waits.YES, Parameter.RUN_ID, Parameter.BUNDLE_ID, Parameter.SINCE),
    POSITIONS("/positions", Waits.YES),
    REJECTS(
            "/rejects",
            Waits.YES,
            Parameter.REASON,
            Parameter.SINCE,
            Parameter.UNTIL,
            Parameter.ORDER,
            Parameter.LIMIT,
            Parameter.CURSOR),
    REJECT("/rejects/{partition}/{offset}", Waits.YES),
    NODES("/nodes", Waits.NO),
    ADMIN_DIGEST("/admin/digest", Waits.YES, Parameter.PARTITION),
    ADMIN_REPLAY("/admin/replay", Waits.YES),
    ADMIN_VERIFY("/admin/verify", Waits.YES);

    /** Whether a read may name positions that it waits for. Where none is waited for, they are taken and ignored. */
    private enum Waits {
        YES,
        NO
    }

    private static final String OF_RUN = "/runs/{run_id}";

    private final String path;
    private final Waits waits;

    @SuppressWarnings("ImmutableEnumChecker") // it is unmodifiable, and so are its elements
    private final Set<Parameter> parameters;

    Route(String path, Waits waits, Parameter... parameters) {
        this.path = path;
        this.waits = waits;
        EnumSet<Parameter> set = EnumSet.noneOf(Parameter.class);
        Collections.addAll(set, parameters);
        this.parameters = Collections.unmodifiableSet(set);
    }

    /** Has requests for it answered, also where the path names the run if what it shows is found by its id in one. */
    public void register(JavalinConfig config, Handler handler) {
        paths().forEach(each -> config.routes.get(each, handler));
    }

    /** Its path, and the one that names the run, if there is one. */
    List<String> paths() {
        boolean isNamedInRun = parameters.contains(Parameter.RUN_ID) && path.contains("{");
        return isNamedInRun ? List.of(path, OF_RUN + path) : List.of(path);
    }

    /** What it takes besides the positions that every read may name; not {@code run_id} where the path names the run. */
    Set<Parameter> parameters(boolean pathNamesRun) {
        EnumSet<Parameter> taken = EnumSet.noneOf(Parameter.class);
        taken.addAll(parameters);
        if (pathNamesRun) {
            taken.remove(Parameter.RUN_ID);
        }
        return taken;
    }

    /** All that is described of one of its paths. */
    Set<Parameter> described(String of) {
        Set<Parameter> described = parameters(of.startsWith(OF_RUN));
        if (waits == Waits.YES) {
            described.add(Parameter.AT_LEAST);
            described.add(Parameter.WAIT);
        }
        return described;
    }
}
