package io.runledger.query.read;

import io.javalin.http.Context;
import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.streams.views.read.RecordQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Query parameters, read strictly: what is not known or not well-formed is a 400, for a filter that is silently ignored lies. */
public final class Parameters {
    /** Read before any route is looked for. */
    private static final Set<Parameter> EVERYWHERE = Set.of(Parameter.AT_LEAST, Parameter.WAIT);

    static final int DEFAULT_LIMIT = 100;
    public static final int MOST = 1000;

    private final Context ctx;
    private final Set<Parameter> taken;

    /** Those of a request for a route. Refuses what the route does not take, and names that appear twice. */
    public Parameters(Context ctx, Route route) {
        this(ctx, route.parameters(namesRun(ctx)));
        Set<String> known = words(taken);
        ctx.queryParamMap().keySet().forEach(name -> requireKnown(name, known));
        requireOnce(ctx);
    }

    private Parameters(Context ctx, Set<Parameter> taken) {
        this.ctx = ctx;
        this.taken = taken;
    }

    /** Refuses all parameters, where something is asked for that takes none. */
    public static void none(Context ctx) {
        ctx.queryParamMap().keySet().forEach(name -> requireKnown(name, Set.of()));
        requireOnce(ctx);
    }

    /** Those of a request whose names were checked by who answers it. */
    public static Parameters any(Context ctx) {
        requireOnce(ctx);
        return new Parameters(ctx, EnumSet.allOf(Parameter.class));
    }

    private static void requireKnown(String name, Set<String> known) {
        if (!known.contains(name)
                && EVERYWHERE.stream().noneMatch(each -> each.word().equals(name))) {
            throw ProblemException.malformed("there is no parameter " + name + " here; there "
                    + (known.isEmpty() ? "are none" : "are: " + String.join(", ", known)));
        }
    }

    private static void requireOnce(Context ctx) {
        ctx.queryParamMap().forEach((name, values) -> {
            if (values.size() > 1) {
                throw ProblemException.malformed("the parameter " + name + " appears twice; give it once");
            }
        });
    }

    private static Set<String> words(Set<Parameter> parameters) {
        return parameters.stream().map(Parameter::word).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean namesRun(Context ctx) {
        return ctx.pathParamMap().containsKey(Parameter.RUN_ID.word());
    }

    /** The run that is named, by the path or else by the parameter. */
    public Optional<String> run() {
        ctx.pathParamMap().forEach(Spaces::require);
        return namesRun(ctx) ? Optional.of(ctx.pathParam(Parameter.RUN_ID.word())) : text(Parameter.RUN_ID);
    }

    /** A query for records with all that is asked for of them by an indexed value. */
    public RecordQuery filtered(RecordQuery query) {
        RecordQuery filtered = query;
        for (Parameter parameter : taken) {
            if (parameter.dimension().isPresent()) {
                filtered = filtered.where(parameter.dimension().get(), text(parameter));
            }
        }
        return filtered;
    }

    public Optional<String> text(Parameter parameter) {
        String name = parameter.word();
        String value = value(parameter);
        if (value != null && value.isEmpty()) {
            throw ProblemException.malformed("the parameter " + name + " is empty; give a value or leave it out");
        }
        if (value != null) {
            Spaces.require(name, value);
        }
        return Optional.ofNullable(value);
    }

    public int limit() {
        return number(Parameter.LIMIT, DEFAULT_LIMIT, 1, MOST);
    }

    /** A whole number between two, both included. */
    public int number(Parameter parameter, int otherwise, int least, int most) {
        String name = parameter.word();
        String value = value(parameter);
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

    /** Whether it is set; no if it is left out. */
    public boolean flag(Parameter parameter) {
        Optional<String> value = text(parameter);
        if (value.isPresent() && !List.of("true", "false").contains(value.get())) {
            throw ProblemException.malformed(parameter.word() + " must be true or false");
        }
        return value.equals(Optional.of("true"));
    }

    public Optional<Instant> time(Parameter parameter) {
        try {
            return text(parameter).map(Timestamps::parse);
        } catch (DateTimeException e) {
            throw ProblemException.malformed(
                    parameter.word() + " must be an RFC 3339 time with its offset, such as 2026-11-21T10:00:00Z"
                            + " (a + in it is written %2B)");
        }
    }

    /** Whether newest come first. */
    public boolean descending(boolean otherwise) {
        String order = value(Parameter.ORDER);
        if (order == null) {
            return otherwise;
        }
        if (!List.of("asc", "desc").contains(order)) {
            throw ProblemException.malformed("order must be asc or desc");
        }
        return order.equals("desc");
    }

    private @Nullable String value(Parameter parameter) {
        if (!taken.contains(parameter)) {
            throw new IllegalArgumentException("the route does not say that it takes " + parameter.word());
        }
        return ctx.queryParam(parameter.word());
    }
}
