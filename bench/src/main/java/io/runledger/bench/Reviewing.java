package io.runledger.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A reviewer who cannot make up their mind: sends artifacts back and takes them up again, over one connection. */
final class Reviewing {
    /** Enough that every partition has some of them. */
    static final int RUNS = 48;

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ARTIFACT = """
            {"artifact_id": "report", "run_id": "%s", "artifact_type": "report", "title": "A report", "status": "needs-review",
             "storage_provider": "s3", "location": "s3://reports/%s", "data_class": "internal", "source_type": "system",
             "created_by": "bench"}""";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final URI url;
    private int asked;

    Reviewing(URI url) {
        this.url = url;
    }

    static String run(int number) {
        return "bench-" + number % RUNS;
    }

    /** Before the first review. */
    void register() throws IOException, InterruptedException {
        for (int run = 0; run < RUNS; run++) {
            post("/artifacts", ARTIFACT.formatted(run(run), run(run)), 201);
        }
    }

    /** Asks for one review and returns when it is granted. Each run's turn comes once in a round. */
    int review() throws IOException, InterruptedException {
        String status = asked / RUNS % 2 == 0 ? "rejected" : "needs-review";
        post(
                "/runs/" + run(asked) + "/artifacts/report/review",
                "{\"status\": \"" + status + "\", \"actor\": \"bench\", \"comment\": \"Review " + asked + "\"}",
                200);
        return ++asked;
    }

    private void post(String path, String body, int expected) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(url.resolve(path))
                        .timeout(LIMIT)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IOException("POST " + path + " was answered with " + answer.statusCode() + ": " + answer.body());
        }
    }
}
