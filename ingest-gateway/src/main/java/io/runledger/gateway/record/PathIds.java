package io.runledger.gateway.record;

import io.runledger.schemas.contract.Problem;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Ids that a path names must be such as a path can hold. {@code .} and {@code ..} are none: clients take them out before they
 * ask, also percent-encoded (RFC 3986, 5.2.4 and 6.2.2.2), so what has such an id could never be read by it. The contract
 * lets them be, for records that are on logs have them; they are found by the filters of lists.
 */
public final class PathIds {
    private static final String DETAIL = "must not be . or .., which no client can send as part of a path";

    private PathIds() {}

    /** What is wrong with an id, if anything is. */
    public static Optional<String> problem(@Nullable String id) {
        return ".".equals(id) || "..".equals(id) ? Optional.of(DETAIL) : Optional.empty();
    }

    /** The ids of a record that no path can name. Those of runs, events and artifacts are none by their contract. */
    static List<Problem> problems(SpecificRecord record) {
        List<Problem> problems = new ArrayList<>();
        if (record instanceof Event event) {
            add("/task_id", event.getTaskId(), problems);
            add("/subject_id", event.getSubjectId(), problems);
        } else if (record instanceof Artifact artifact) {
            add("/task_id", artifact.getTaskId(), problems);
            add("/bundle_id", artifact.getBundleId(), problems);
            add("/file_id", artifact.getFileId(), problems);
        }
        return problems;
    }

    private static void add(String pointer, @Nullable String id, List<Problem> problems) {
        problem(id).ifPresent(detail -> problems.add(new Problem(pointer, detail)));
    }
}
