package io.runledger.query.cluster;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.http.JsonAnswer;
import io.runledger.query.answer.RecordJson;
import io.runledger.query.read.Parameters;
import io.runledger.query.read.Route;
import io.runledger.streams.views.log.Placement;
import io.runledger.streams.views.serve.Views;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code GET /nodes}: which query nodes have the views of which partitions, as their group last agreed on it. */
public final class NodesRoute implements Handler {
    private final Views views;

    public NodesRoute(Views views) {
        this.views = views;
    }

    private record Placed(int partition, Placement placement) {}

    @Override
    public void handle(Context ctx) throws IOException {
        new Parameters(ctx, Route.NODES);
        JsonAnswer.send(ctx, 200, out -> {
            out.writeStartObject();
            RecordJson.text("self", views.self().map(Object::toString).orElse(null), out);
            RecordJson.list("partitions", placed(), NodesRoute::partition, out);
            out.writeEndObject();
        });
    }

    /** A node that is alone has everything, and its peers need no name for it. */
    private List<Placed> placed() {
        return IntStream.range(0, views.partitions())
                .mapToObj(partition -> new Placed(
                        partition,
                        views.self().isPresent()
                                ? views.local().placement(partition)
                                : new Placement(Optional.empty(), List.of())))
                .toList();
    }

    private static void partition(Placed placed, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("partition", placed.partition);
        RecordJson.text("owner", placed.placement.owner().map(Object::toString).orElse(null), out);
        RecordJson.list("standbys", placed.placement.standbys(), (node, o) -> o.writeString(node.toString()), out);
        out.writeEndObject();
    }
}
