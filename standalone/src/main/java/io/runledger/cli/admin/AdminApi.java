package io.runledger.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.cli.client.LedgerClient;
import io.runledger.standalone.terminal.ClearFailure;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a ledger about its views. */
final class AdminApi {
    /** A digest reads all of the state. */
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(10);

    /** How long a ledger that does not answer is asked again, once it has answered. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(250);

    private final LedgerClient ledger;

    AdminApi(LedgerClient ledger) {
        this.ledger = ledger;
    }

    /** What is done with the progress of something that is under way. */
    interface Watcher {
        void see(JsonNode progress);
    }

    /** Begins what a path is for, and returns how it ended. */
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
        return ledger.request(path).timeout(ANSWER_LIMIT);
    }

    private JsonNode send(HttpRequest request) throws InterruptedException {
        HttpResponse<byte[]> response = ledger.answered(request);
        JsonNode answer = ledger.json(response);
        if (response.statusCode() >= 300) {
            throw new ClearFailure("The ledger at " + ledger.url() + " refused: "
                    + answer.path("detail").asText("status " + response.statusCode()));
        }
        return answer;
    }

    /** @param position {@code partition:sequence} */
    record Digest(int partition, String position, String digest) {}
}
