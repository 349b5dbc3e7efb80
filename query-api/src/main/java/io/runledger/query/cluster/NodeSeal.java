package io.runledger.query.cluster;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.runledger.http.ProblemException;
import io.runledger.http.RequestRates;
import io.runledger.query.answer.RecordJson;
import io.runledger.query.read.PartitionScope;
import io.runledger.schemas.seal.Seal;
import io.runledger.streams.views.log.Node;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what nodes of this ledger ask each other from what others ask: who asks for partitions gets a part of an answer, which
 * nobody else is to take for the whole. A node seals each such request with the guard key, which all of them have: the method,
 * path and query, the node that is asked, the credential that is passed on, and the time. Whoever sees one can send it to the
 * same node again within {@link #WINDOW}, with the same credential, and gets the same part; nothing else. Thread-safe.
 */
public final class NodeSeal implements Handler {
    static final String HEADER = "Runledger-Node";

    /** How old a request may be, and by how much the clocks of two nodes may differ. */
    static final Duration WINDOW = Duration.ofSeconds(30);

    private static final String CREDENTIAL = "Authorization";
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})-([0-9a-f]{64})");

    private final Seal seal;
    private final String self;
    private final Clock clock;

    /** @param self this node; empty if it is the only one, which none asks */
    public NodeSeal(Seal seal, Optional<Node> self) {
        this(seal, self, Clock.systemUTC());
    }

    NodeSeal(Seal seal, Optional<Node> self, Clock clock) {
        this.seal = seal;
        this.self = self.map(Node::toString).orElse("");
        this.clock = clock;
    }

    /** Makes a request that is complete one for some partitions, of standbys if need be, and seals it. */
    public HttpRequest of(HttpRequest.Builder request, List<Integer> partitions, boolean standby) {
        String text = PartitionScope.text(partitions);
        request.header(RecordJson.PARTITIONS, text);
        if (standby) {
            request.header(PartitionScope.STANDBY, PartitionScope.YES);
        }
        HttpRequest asked = request.build();
        URI uri = asked.uri();
        String time = String.valueOf(clock.millis());
        String sealed = seal.ofRequest(
                asked.method(),
                uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()),
                text,
                standby ? PartitionScope.YES : "",
                uri.getRawAuthority(),
                String.join("\n", asked.headers().allValues(CREDENTIAL)),
                time);
        return request.header(HEADER, time + "-" + sealed).build();
    }

    /** Refuses a request that only a node may send, with 400. */
    @Override
    public void handle(Context ctx) {
        List<String> partitions = all(ctx, RecordJson.PARTITIONS);
        List<String> standby = all(ctx, PartitionScope.STANDBY);
        List<String> seals = all(ctx, HEADER);
        if (partitions.isEmpty() && standby.isEmpty() && seals.isEmpty()) {
            return;
        }
        boolean once = partitions.size() == 1 && standby.size() <= 1 && seals.size() == 1;
        if (!once || !isSealed(ctx, seals.get(0), partitions.get(0), standby.isEmpty() ? "" : standby.get(0))) {
            throw ProblemException.malformed(
                    "the headers " + RecordJson.PARTITIONS + ", " + PartitionScope.STANDBY + " and " + HEADER
                            + " are for the nodes of this ledger among each other; leave them out, or let all nodes have the same"
                            + " RUNLEDGER_GUARD_KEY, the same version, and clocks that differ by less than "
                            + WINDOW.toSeconds() + " s");
        }
        RequestRates.passOver(ctx);
    }

    private boolean isSealed(Context ctx, String header, String partitions, String standby) {
        Matcher parts = FORM.matcher(header);
        if (!parts.matches()) {
            return false;
        }
        String time = parts.group(1);
        Duration age = Duration.between(Instant.ofEpochMilli(Long.parseLong(time)), clock.instant());
        return age.abs().compareTo(WINDOW) <= 0
                && seal.isOfRequest(
                        parts.group(2),
                        ctx.req().getMethod(),
                        Peers.asked(ctx),
                        partitions,
                        standby,
                        self,
                        String.join("\n", all(ctx, CREDENTIAL)),
                        time);
    }

    private static List<String> all(Context ctx, String header) {
        return Collections.list(ctx.req().getHeaders(header));
    }
}
