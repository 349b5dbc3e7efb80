package io.runledger.query;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.http.ProblemException;
import io.runledger.schemas.review.Seal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Collections;
import java.util.List;

/**
 * Tells what nodes of this ledger ask each other from what others ask: who asks for partitions gets a part of an answer, which
 * nobody else is to take for the whole. A node seals each such request with the guard key, which all of them have. Whoever
 * sees one may send the same again, and gets the same part. Thread-safe.
 */
final class NodeSeal implements Handler {
    static final String HEADER = "Runledger-Node";

    private final Seal seal;

    NodeSeal(Seal seal) {
        this.seal = seal;
    }

    /** Lets a request be one for some partitions, of standbys if need be, and seals it. */
    HttpRequest.Builder of(
            HttpRequest.Builder request, String method, URI uri, List<Integer> partitions, boolean standby) {
        String text = Scope.text(partitions);
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        request.header(Scope.PARTITIONS, text);
        if (standby) {
            request.header(Scope.STANDBY, Scope.YES);
        }
        return request.header(HEADER, seal.ofRequest(method, target, text, standby ? Scope.YES : ""));
    }

    /** Refuses a request that only a node may send, with 400. */
    @Override
    public void handle(Context ctx) {
        List<String> partitions = Collections.list(ctx.req().getHeaders(Scope.PARTITIONS));
        List<String> standby = Collections.list(ctx.req().getHeaders(Scope.STANDBY));
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
            throw ProblemException.malformed("the headers " + Scope.PARTITIONS + ", " + Scope.STANDBY + " and " + HEADER
                    + " are for the nodes of this ledger among each other; leave them out, or let all nodes have the same"
                    + " RUNLEDGER_GUARD_KEY");
        }
    }
}
