package io.runledger.endtoend.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerApi.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a browser with the console in it sends: the cookies that it was given, and from where a page writes. */
final class BrowserLike {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String origin;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private String issuerPage = "";

    BrowserLike(String origin) {
        this.origin = origin;
    }

    Answer get(String path) throws Exception {
        return get(path, origin);
    }

    /** The same of another node, which a balancer may choose. */
    Answer get(String path, String node) throws Exception {
        return send(node, "GET", path, "");
    }

    Answer post(String path, String body) throws Exception {
        return send(origin, "POST", path, body);
    }

    Answer send(String node, String method, String path, String body) throws Exception {
        String type = method.equals("PUT") ? "application/octet-stream" : "application/json";
        List<String> headers = new ArrayList<>();
        if (!cookies.isEmpty()) {
            headers.addAll(List.of(
                    "Cookie",
                    cookies.values().stream()
                            .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                            .collect(Collectors.joining("; "))));
        }
        if (!method.equals("GET")) {
            headers.addAll(List.of("Origin", node, "Content-Type", type));
        }
        Answer answer = new LedgerApi(node)
                .send(
                        method,
                        path,
                        method.equals("GET") || method.equals("DELETE")
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(body),
                        headers.toArray(String[]::new));
        for (String cookie : answer.headers().getOrDefault("set-cookie", List.of())) {
            String name = cookie.substring(0, cookie.indexOf('='));
            cookies.put(name, cookie);
            if (cookie.contains("Max-Age=0")) {
                cookies.remove(name);
            }
        }
        return answer;
    }

    String cookie(String name) {
        return Objects.requireNonNull(cookies.get(name), name);
    }

    /** The id of its session. */
    String session() {
        return cookie("runledger-session").replaceFirst("[^=]*=([^;]*);.*", "$1");
    }

    /** With the same cookies, as who has stolen them. */
    BrowserLike copy() {
        BrowserLike copy = new BrowserLike(origin);
        copy.cookies.putAll(cookies);
        return copy;
    }

    void signInWith(String key) throws Exception {
        post("/access/sessions", JSON.writeValueAsString(Map.of("key", key))).expect(201);
    }

    /** Begins to sign in by an issuer. */
    String begin(String issuer) throws Exception {
        issuerPage = post("/access/sign-in", JSON.writeValueAsString(Map.of("issuer", issuer)))
                .expect(200)
                .json()
                .path("location")
                .asText();
        return issuerPage;
    }

    /** What an issuer that asks nobody anything sends the browser back with. */
    Map<String, String> signInAtTheIssuer() throws IOException, InterruptedException {
        HttpResponse<Void> back =
                client.send(HttpRequest.newBuilder(URI.create(issuerPage)).build(), BodyHandlers.discarding());
        assertThat(back.statusCode()).isEqualTo(302);
        return returned(back.headers().firstValue("Location").orElseThrow());
    }

    /** The parameters of the address that an issuer sends the browser back to. */
    Map<String, String> returned(String address) {
        assertThat(address).startsWith(origin + "/sign-in?");
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : URI.create(address).getRawQuery().split("&", -1)) {
            int equals = parameter.indexOf('=');
            parameters.put(parameter.substring(0, equals), URLDecoder.decode(parameter.substring(equals + 1), UTF_8));
        }
        return parameters;
    }

    Answer complete(Map<String, String> answer) throws Exception {
        Map<String, String> body = new HashMap<>(answer);
        body.keySet().retainAll(List.of("code", "state", "iss"));
        return post("/access/sessions", JSON.writeValueAsString(body));
    }
}
