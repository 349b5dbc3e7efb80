package io.runledger.bench;

import java.util.Optional;

/** One row of the report. */
record Measured(String what, String unit, Rounds ours, Optional<Limit> limit, Optional<FigureTarget> target) {
    /** What bounds it, measured in the same run, in the same unit. */
    record Limit(String what, Rounds rounds) {}

    static Measured of(String what, String unit, Rounds ours) {
        return new Measured(what, unit, ours, Optional.empty(), Optional.empty());
    }

    Measured beside(String limit, Rounds rounds) {
        return new Measured(what, unit, ours, Optional.of(new Limit(limit, rounds)), target);
    }

    Measured wants(FigureTarget wanted) {
        return new Measured(what, unit, ours, limit, Optional.of(wanted));
    }

    Optional<Rounds> ratio() {
        return limit.map(bound -> ours.over(bound.rounds()));
    }

    Optional<Boolean> met() {
        return target.map(wanted -> wanted.isMetBy((wanted.ofRatio() ? ratio().orElseThrow() : ours).median()));
    }
}
