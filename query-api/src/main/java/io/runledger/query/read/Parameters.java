package io.runledger.query.read;

import io.javalin.http.Context;
import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Timestamps;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Query parameters, read strictly: what is not known or not well-formed is a 400, for a filter that is silently ignored lies. */
public final class Parameters {
    /** Read before any route is looked for. */
    private static final Set<String> EVERYWHERE = Set.of(AtLeast.PARAMETER, AtLeast.WAIT);

    private static final String RUN = "run_id";

    static final int DEFAULT_LIMIT = 100;
    public static final int MOST = 1000;

    private final Context ctx;

    /** Refuses what is not among the known names, and names that appear twice. */
    public Parameters(Context ctx, Set<String> known) {
        this.ctx = ctx;
        ctx.queryParamMap().forEach((name, values) -> {
            if (!known.contains(name) && !EVERYWHERE.contains(name)) {
                throw ProblemException.malformed("there is no parameter " + name + " here; there "
                        + (known.isEmpty() ? "are none" : "are: " + String.join(", ", new TreeSet<>(known))));
            }
            if (values.size() > 1) {
                throw ProblemException.malformed("the parameter " + name + " appears twice; give it once");
            }
        });
    }

    /** Those of a request whose names were checked by who answers it. */
    public static Parameters any(Context ctx) {
        return new Parameters(ctx, ctx.queryParamMap().keySet());
    }

    /** Those of a request about something of a run, which the path may name, else the parameter; both would be one too many. */
    public static Parameters named(Context ctx, Set<String> more) {
        Set<String> known = new HashSet<>(more);
        if (!ctx.pathParamMap().containsKey(RUN)) {
            known.add(RUN);
        }
        return new Parameters(ctx, known);
    }

    /** The run that is named, if one is. */
    public Optional<String> run() {
        ctx.pathParamMap().forEach(Spaces::require);
        return Optional.ofNullable(ctx.pathParamMap().get(RUN)).or(() -> text(RUN));
    }

    public Optional<String> text(String name) {
        String value = value(name);
        if (value != null && value.isEmpty()) {
            throw ProblemException.malformed("the parameter " + name + " is empty; give a value or leave it out");
        }
        if (value != null) {
            Spaces.require(name, value);
        }
        return Optional.ofNullable(value);
    }

    public int limit() {
        return number("limit", DEFAULT_LIMIT, 1, MOST);
    }

    /** A whole number between two, both included. */
    public int number(String name, int otherwise, int least, int most) {
        String value = value(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw ProblemException.malformed(name + " must be a whole number from " + least + " to " + most);
        }
        throw ProblemException.malformed(name + " must be from " + least + " to " + most + "; follow next for more");
    }

    /** Whether it is set; no unless it stands there. */
    public boolean flag(String name) {
        Optional<String> value = text(name);
        if (value.isPresent() && !List.of("true", "false").contains(value.get())) {
            throw ProblemException.malformed(name + " must be true or false");
        }
        return value.equals(Optional.of("true"));
    }

    public Optional<Instant> time(String name) {
        try {
            return text(name).map(Timestamps::parse);
        } catch (DateTimeException e) {
            throw ProblemException.malformed(
                    name + " must be an RFC 3339 time with its offset, such as 2026-11-21T10:00:00Z"
                            + " (a + in it is written %2B)");
        }
    }

    /** Whether newest come first. */
    public boolean descending(boolean otherwise) {
        String order = value("order");
        if (order == null) {
            return otherwise;
        }
        if (!List.of("asc", "desc").contains(order)) {
            throw ProblemException.malformed("order must be asc or desc");
        }
        return order.equals("desc");
    }

    private @Nullable String value(String name) {
        return ctx.queryParam(name);
    }
}
