package io.runledger.query.cluster;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.runledger.http.JsonAnswer;
import io.runledger.http.ProblemException;
import io.runledger.query.answer.Cursor;
import io.runledger.query.answer.RecordJson;
import io.runledger.query.read.AtLeast;
import io.runledger.query.read.Parameters;
import io.runledger.query.read.ReadAt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Puts together what several nodes answered, so that it is the answer of one that has everything. Each part is of other
 * partitions, and they are of about the same time, not of one instant: {@code Runledger-Position} says of each partition where
 * it was read.
 *
 * <p>A part with a status that is none of those expected (a 400, or a 503 of a node that cannot answer) is the whole answer, as it
 * came: a list without a node's rows would be taken for complete. Of several such parts the first one counts. Without state;
 * called by the request's thread.
 */
final class ScatterGather {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CURSORS = "cursors";
    private static final String NEXT = "next";

    private ScatterGather() {}

    /** A row of a list with its place in it. */
    private record Row(Cursor cursor, JsonNode shown) {}

    /**
     * The first rows of all parts. Where a part ends with more after it, nothing is shown that comes after its end: what
     * lies between is not known yet.
     */
    static void page(Context ctx, List<PeerAnswer> parts, boolean descendingByDefault) throws IOException {
        if (relayed(ctx, parts, 200)) {
            return;
        }
        Parameters parameters = Parameters.any(ctx);
        int limit = parameters.limit();
        Comparator<Cursor> order = Cursor.order(parameters.descending(descendingByDefault));
        String name = parts.get(0).body().fieldNames().next();
        List<Row> rows = new ArrayList<>();
        Optional<Cursor> end = Optional.empty();
        for (PeerAnswer part : parts) {
            JsonNode shown = part.body().path(name);
            JsonNode cursors = part.body().path(CURSORS);
            for (int row = 0; row < shown.size(); row++) {
                rows.add(new Row(Cursor.parse(cursors.path(row).asText()), shown.path(row)));
            }
            Optional<Cursor> next = Optional.ofNullable(part.body().get(NEXT))
                    .map(JsonNode::asText)
                    .map(Cursor::parse);
            end = Stream.concat(end.stream(), next.stream()).min(order);
        }
        Optional<Cursor> until = end;
        List<Row> known = rows.stream()
                .filter(row -> until.isEmpty() || order.compare(row.cursor, until.get()) <= 0)
                .sorted(Comparator.comparing(Row::cursor, order))
                .toList();
        Optional<Cursor> next = known.size() > limit ? Optional.of(known.get(limit - 1).cursor) : until;
        headers(ctx, parts);
        JsonAnswer.send(ctx, 200, out -> {
            out.writeStartObject();
            RecordJson.list(name, known.subList(0, Math.min(limit, known.size())), (row, o) -> tree(row.shown, o), out);
            if (next.isPresent()) {
                out.writeStringField(NEXT, next.get().toString());
            }
            out.writeEndObject();
        });
    }

    /** The one part that has what was asked for; 409 if several runs have it, 404 if none. */
    static void onlyOne(Context ctx, List<PeerAnswer> parts) throws IOException {
        if (relayed(ctx, parts, 200, 404, 409, 410)) {
            return;
        }
        List<PeerAnswer> found =
                parts.stream().filter(part -> part.status() != 404).toList();
        if (found.size() <= 1) {
            relay(ctx, found.isEmpty() ? parts.get(0) : found.get(0), found.isEmpty() ? parts : found);
            return;
        }
        List<String> runs = found.stream()
                .flatMap(part -> part.body().has("runs")
                        ? JSON.convertValue(part.body().get("runs"), STRINGS).stream()
                        : Stream.of(part.body().path("run_id").asText()))
                .sorted()
                .toList();
        throw ProblemException.conflict("several runs have one of this id; name the one with run_id")
                .with("runs", runs);
    }

    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

    /** Counts added up, name by name. */
    static void sum(Context ctx, List<PeerAnswer> parts) throws IOException {
        if (relayed(ctx, parts, 200)) {
            return;
        }
        JsonNode sum =
                parts.stream().map(PeerAnswer::body).reduce(ScatterGather::plus).orElseThrow();
        headers(ctx, parts);
        JsonAnswer.send(ctx, 200, out -> tree(sum, out));
    }

    private static JsonNode plus(JsonNode one, JsonNode other) {
        if (one instanceof ObjectNode object && other instanceof ObjectNode more) {
            ObjectNode sum = object.deepCopy();
            more.properties()
                    .forEach(field -> sum.set(
                            field.getKey(),
                            sum.has(field.getKey())
                                    ? plus(sum.get(field.getKey()), field.getValue())
                                    : field.getValue()));
            return sum;
        }
        if (one instanceof ArrayNode array && other instanceof ArrayNode more) {
            return union(array, more);
        }
        return one instanceof NumericNode && other instanceof NumericNode
                ? JSON.getNodeFactory().numberNode(one.asLong() + other.asLong())
                : one;
    }

    /** Rows by what they are about, a partition or a type; of the same one their counts are added up. */
    private static ArrayNode union(ArrayNode one, ArrayNode other) {
        Comparator<JsonNode> order = Comparator.comparingLong((JsonNode about) -> about.asLong());
        Map<JsonNode, JsonNode> rows = new TreeMap<>(order.thenComparing((JsonNode about) -> about.asText()));
        for (JsonNode row : (Iterable<JsonNode>) Stream.concat(stream(one), stream(other))::iterator) {
            JsonNode about = row.has("partition") ? row.get("partition") : row.path("type");
            rows.merge(about, row, ScatterGather::plus);
        }
        return JSON.createArrayNode().addAll(rows.values());
    }

    private static Stream<JsonNode> stream(ArrayNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** Sends on what is no part of an answer, if there is such a one: a request that is wrong, or a node that cannot answer. */
    private static boolean relayed(Context ctx, List<PeerAnswer> parts, Integer... expected) throws IOException {
        Optional<PeerAnswer> other = parts.stream()
                .filter(part -> !List.of(expected).contains(part.status()))
                .findFirst();
        if (other.isPresent()) {
            relay(ctx, other.get(), List.of(other.get()));
        }
        return other.isPresent();
    }

    private static void relay(Context ctx, PeerAnswer part, List<PeerAnswer> read) throws IOException {
        headers(ctx, read);
        part.retryAfter().ifPresent(seconds -> ctx.header("Retry-After", seconds));
        part.challenge().ifPresent(challenge -> ctx.header("WWW-Authenticate", challenge));
        ctx.status(part.status())
                .contentType(part.status() == 200 ? "application/json" : "application/problem+json")
                .result(JSON.writeValueAsBytes(part.body()));
    }

    private static void headers(Context ctx, List<PeerAnswer> parts) {
        ctx.header(
                AtLeast.HEADER,
                String.join(
                        ",",
                        parts.stream()
                                .flatMap(part -> part.position().stream())
                                .filter(text -> !text.isEmpty())
                                .toList()));
        boolean known = parts.stream()
                .allMatch(part -> part.lag().isPresent() && !part.lag().get().equals("unknown"));
        ctx.header(
                ReadAt.LAG,
                known
                        ? String.valueOf(parts.stream()
                                .mapToLong(part -> Long.parseLong(part.lag().orElse("0")))
                                .sum())
                        : "unknown");
    }

    private static void tree(JsonNode node, JsonGenerator out) throws IOException {
        JSON.writeTree(out, node);
    }
}
