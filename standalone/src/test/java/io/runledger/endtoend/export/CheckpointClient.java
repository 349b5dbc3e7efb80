package io.runledger.endtoend.export;

import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.query.cluster.NodeSeal;
import io.runledger.schemas.seal.Seal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A client of one run's checkpoints, of any bytes and types. Thread-safe. */
final class CheckpointClient {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final String url;

    CheckpointClient(LedgerApi api, String run) {
        this.url = api.url() + "/runs/" + LedgerApi.encoded(run) + "/checkpoints/";
    }

    /** Headers come as name, value, name, value. */
    HttpResponse<byte[]> send(String method, String name, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + LedgerApi.encoded(name)))
                .timeout(LIMIT)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> get(String name, String... headers) throws IOException, InterruptedException {
        return send("GET", name, new byte[0], headers);
    }

    /** As a node of the ledger asks another for what is in a partition. */
    HttpResponse<byte[]> getAsNode(String name, int partition, String guardKey)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + LedgerApi.encoded(name)))
                .timeout(LIMIT);
        NodeSeal seal = new NodeSeal(new Seal(guardKey), Optional.empty());
        return CLIENT.send(seal.of(request, List.of(partition), false), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> put(String name, byte[] body, String... headers) throws IOException, InterruptedException {
        return send("PUT", name, body, headers);
    }

    HttpResponse<byte[]> delete(String name, String... headers) throws IOException, InterruptedException {
        return send("DELETE", name, new byte[0], headers);
    }

    static String etag(HttpResponse<byte[]> response) {
        return response.headers().firstValue("ETag").orElse("");
    }
}
