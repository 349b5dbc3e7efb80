package io.runledger.standalone.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.standalone.console.ClearFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a ledger about its views. */
final class AdminClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A digest reads all of the state. */
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(10);

    /** How long a ledger that does not answer is asked again, once it has answered. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(250);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;

    AdminClient(String url) {
        this.url = url;
    }

    /** What is done with the progress of something that is under way. */
    interface Watcher {
        void see(JsonNode progress);
    }

    /** Begins what a path stands for, and returns how it ended. */
    JsonNode done(String path, Watcher watcher) throws InterruptedException {
        JsonNode progress = send(request(path).POST(BodyPublishers.noBody()).build());
        long answeredAt = System.nanoTime();
        while (progress.path("state").asText().equals("running")) {
            watcher.see(progress);
            Thread.sleep(LOOK.toMillis());
            try {
                progress = send(request(path).GET().build());
                answeredAt = System.nanoTime();
            } catch (ClearFailure e) {
                if (System.nanoTime() - answeredAt > PATIENCE.toNanos()) {
                    throw e;
                }
            }
        }
        return progress;
    }

    /** The digests of all partitions. */
    List<Digest> digests() throws InterruptedException {
        List<Digest> digests = new ArrayList<>();
        send(request("/admin/digest").GET().build())
                .path("digests")
                .forEach(each -> digests.add(new Digest(
                        each.path("partition").asInt(),
                        each.path("position").asText("nothing"),
                        each.path("digest").asText())));
        return digests;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER_LIMIT);
    }

    private JsonNode send(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() >= 300) {
                throw new ClearFailure("The ledger at " + url + " answers: "
                        + answer.path("detail").asText("status " + response.statusCode()));
            }
            return answer;
        } catch (IOException e) {
            throw new ClearFailure(
                    "The ledger at " + url + " does not answer (" + e
                            + "): start it with \"runledger up\", or name it with --url.",
                    e);
        }
    }

    /** @param position {@code partition:sequence} */
    record Digest(int partition, String position, String digest) {}
}
