package io.runledger.query.read;

import io.javalin.http.Context;
import io.runledger.schemas.log.Position;
import io.runledger.streams.views.serve.Views;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says of an answer, in its headers, what it was read at: {@code Runledger-Position} has the last applied position of each
 * partition that was asked, which another read can name as {@code at_least}; {@code Runledger-Lag} is how many records
 * followed on the log half a second ago or less, or {@code unknown} while the broker does not say.
 */
public final class ReadAt {
    public static final String LAG = "Runledger-Lag";

    private final Context ctx;
    private final Views views;
    private final Map<Integer, Long> offsets = new TreeMap<>();
    private Optional<Map<Integer, Long>> ends = Optional.empty();
    private boolean asked;

    public ReadAt(Context ctx, Views views) {
        this.ctx = ctx;
        this.views = views;
    }

    /** A partition was read when it had applied everything up to this offset; -1 if there was nothing. */
    public void read(int partition, long offset) {
        offsets.merge(partition, offset, Math::min);
        ctx.header(
                AtLeast.HEADER,
                offsets.entrySet().stream()
                        .filter(at -> at.getValue() >= 0)
                        .map(at -> new Position(at.getKey(), at.getValue()).toString())
                        .collect(Collectors.joining(",")));
        ctx.header(LAG, lag());
    }

    private String lag() {
        if (!asked) {
            ends = views.recentEnds();
            asked = true;
        }
        return ends.map(known -> offsets.entrySet().stream()
                        .mapToLong(at -> Math.max(0, known.getOrDefault(at.getKey(), 0L) - 1 - at.getValue()))
                        .sum())
                .map(String::valueOf)
                .orElse("unknown");
    }
}
