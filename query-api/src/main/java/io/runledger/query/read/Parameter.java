package io.runledger.query.read;

import io.runledger.streams.views.store.Dimension;
import java.util.Locale;
import java.util.Optional;

/** A query parameter of the routes for reading, by the name it has in a request. {@link Route} says which takes which. */
public enum Parameter {
    /** The run, whose partition is the only one that is read then. */
    RUN_ID,
    RUN_ID_PREFIX,
    TASK_ID(Dimension.TASK),
    EVENT_TYPE(Dimension.TYPE),
    PRODUCER(Dimension.PRODUCER),
    ARTIFACT_TYPE(Dimension.TYPE),
    CREATED_BY(Dimension.PRODUCER),
    /** Of artifacts; of runs it is compared with what their events say. */
    STATUS(Dimension.STATUS),
    BUNDLE_ID(Dimension.BUNDLE),
    ASSISTANT_JOB_ID(Dimension.ASSISTANT_JOB),
    STORAGE_PROVIDER(Dimension.STORAGE_PROVIDER),
    DATA_CLASS(Dimension.DATA_CLASS),
    /** Why a record was rejected. */
    REASON,
    PARTITION,
    BASELINE,
    CANDIDATE,
    /** Whether a bundle has the run's checkpoints, too. */
    CHECKPOINTS,
    SINCE,
    UNTIL,
    ORDER,
    LIMIT,
    CURSOR,
    SKIP,
    /** The positions that the views must have first. */
    AT_LEAST,
    WAIT;

    private final Optional<Dimension> dimension;

    Parameter() {
        dimension = Optional.empty();
    }

    Parameter(Dimension dimension) {
        this.dimension = Optional.of(dimension);
    }

    /** As it is written in a request. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By what records are found that have this value, if there is an index of it. */
    Optional<Dimension> dimension() {
        return dimension;
    }
}
