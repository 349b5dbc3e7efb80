package io.runledger.query.cluster;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.http.ProblemException;
import io.runledger.http.RequestRates;
import io.runledger.query.answer.RecordJson;
import io.runledger.query.read.PartitionScope;
import io.runledger.schemas.seal.Seal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Collections;
import java.util.List;

/**
 * Tells what nodes of this ledger ask each other from what others ask: who asks for partitions gets a part of an answer, which
 * nobody else is to take for the whole. A node seals each such request with the guard key, which all of them have. Whoever
 * sees one may send the same again, and gets the same part. Thread-safe.
 */
public final class NodeSeal implements Handler {
    static final String HEADER = "Runledger-Node";

    private final Seal seal;

    public NodeSeal(Seal seal) {
        this.seal = seal;
    }

    /** Lets a request be one for some partitions, of standbys if need be, and seals it. */
    public HttpRequest.Builder of(
            HttpRequest.Builder request, String method, URI uri, List<Integer> partitions, boolean standby) {
        String text = PartitionScope.text(partitions);
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        request.header(RecordJson.PARTITIONS, text);
        if (standby) {
            request.header(PartitionScope.STANDBY, PartitionScope.YES);
        }
        return request.header(HEADER, seal.ofRequest(method, target, text, standby ? PartitionScope.YES : ""));
    }

    /** Refuses a request that only a node may send, with 400. */
    @Override
    public void handle(Context ctx) {
        List<String> partitions = Collections.list(ctx.req().getHeaders(RecordJson.PARTITIONS));
        List<String> standby = Collections.list(ctx.req().getHeaders(PartitionScope.STANDBY));
        List<String> seals = Collections.list(ctx.req().getHeaders(HEADER));
        if (partitions.isEmpty() && standby.isEmpty() && seals.isEmpty()) {
            return;
        }
        boolean once = partitions.size() == 1 && standby.size() <= 1 && seals.size() == 1;
        if (!once
                || !seal.isOfRequest(
                        seals.get(0),
                        ctx.req().getMethod(),
                        Peers.asked(ctx),
                        partitions.get(0),
                        standby.isEmpty() ? "" : standby.get(0))) {
            throw ProblemException.malformed(
                    "the headers " + RecordJson.PARTITIONS + ", " + PartitionScope.STANDBY + " and " + HEADER
                            + " are for the nodes of this ledger among each other; leave them out, or let all nodes have the same"
                            + " RUNLEDGER_GUARD_KEY");
        }
        RequestRates.passOver(ctx);
    }
}
