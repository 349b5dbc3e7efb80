package io.runledger.endtoend.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client that holds every answer against what the API's description says of it. Thread-safe. */
public final class LedgerApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String url;
    private final String key;
    private final HttpClient client;

    public LedgerApi(String url) {
        this(url, "", CLIENT);
    }

    private LedgerApi(String url, String key, HttpClient client) {
        this.url = url;
        this.key = key;
        this.client = client;
    }

    /** The same ledger, asked with a key. */
    public LedgerApi with(String key) {
        return new LedgerApi(url, key, client);
    }

    /** The same ledger, asked by another client. */
    public LedgerApi by(HttpClient client) {
        return new LedgerApi(url, key, client);
    }

    public String url() {
        return url;
    }

    public record Answer(int status, String contentType, Map<String, List<String>> headers, byte[] bytes) {
        public JsonNode json() {
            try {
                return JSON.readTree(bytes);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + new String(bytes, UTF_8), e);
            }
        }

        public String detail() {
            return json().path("detail").asText();
        }

        public Answer expect(int expected) {
            assertThat(status).as(() -> new String(bytes, UTF_8)).isEqualTo(expected);
            return this;
        }

        @Override
        public String toString() {
            return status + " " + new String(bytes, UTF_8);
        }
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody());
    }

    public Answer post(String path, JsonNode body) throws IOException, InterruptedException {
        return post(path, body.toString());
    }

    public Answer post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, BodyPublishers.ofString(body), "Content-Type", "application/json");
    }

    /** Sends a request and checks the answer. Headers come as name, value, name, value. */
    public Answer send(String method, String path, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT).method(method, body);
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
        Answer answer = new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.headers().map(),
                response.body());
        ApiDescription.check(method, path, answer);
        return answer;
    }

    /** All rows of a list, page by page. */
    public List<JsonNode> all(String path, String rows) throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        JsonNode next = JsonNodeFactory.instance.missingNode();
        int pages = 0;
        do {
            String separator = path.contains("?") ? "&" : "?";
            JsonNode page = get(next.isMissingNode() ? path : path + separator + "cursor=" + next.asText())
                    .expect(200)
                    .json();
            page.path(rows).forEach(all::add);
            next = page.path("next");
            assertThat(++pages).as("pages of %s", path).isLessThan(1_000);
        } while (!next.isMissingNode());
        return all;
    }

    /** A name as part of a path or of a query. */
    public static String encoded(String name) {
        return URLEncoder.encode(name, UTF_8).replace("+", "%20");
    }
}
