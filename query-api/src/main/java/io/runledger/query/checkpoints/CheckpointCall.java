package io.runledger.query.checkpoints;

import io.javalin.http.Context;
import io.runledger.http.SessionCookie;
import io.runledger.query.answer.RecordJson;
import io.runledger.query.cluster.NodeSeal;
import io.runledger.query.cluster.Peers;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is asked about a run's checkpoints, to be asked of the node that has them.
 *
 * @param target path and query
 * @param fromPeer whether another node asks, which then looks further itself
 */
record CheckpointCall(
        String run, String method, String target, Map<String, List<String>> headers, byte[] body, boolean fromPeer) {
    private static final List<String> PASSED_ON =
            List.of("Content-Type", EntityTags.IF_MATCH, EntityTags.IF_NONE_MATCH);

    /** Longer than a node takes to find out that Kafka does not answer. */
    private static final Duration ANSWER = Duration.ofSeconds(15);

    /** What a client asked, whose body was read. */
    static CheckpointCall of(Context ctx, byte[] body) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        PASSED_ON.forEach(name -> headers.put(name, Collections.list(ctx.req().getHeaders(name))));
        headers.put(Peers.CREDENTIAL, SessionCookie.credential(ctx));
        return new CheckpointCall(
                ctx.pathParam("run_id"),
                ctx.method().name(),
                Peers.asked(ctx),
                headers,
                body,
                ctx.header(RecordJson.PARTITIONS) != null);
    }

    /** What this node wants to know itself, for a client with this credential. */
    static CheckpointCall get(String run, String target, List<String> credential) {
        return new CheckpointCall(run, "GET", target, Map.of(Peers.CREDENTIAL, credential), new byte[0], false);
    }

    /** Whether it changes nothing, so that it can be asked twice. */
    boolean isSafe() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** @param node its URL, without a path */
    HttpRequest to(String node, int partition, NodeSeal seal) {
        URI uri = URI.create(node + target);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER)
                .method(method, isSafe() ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        return seal.of(request, List.of(partition), false);
    }
}
