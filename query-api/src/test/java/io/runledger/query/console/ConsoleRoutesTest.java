package io.runledger.query.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.review.ArtifactStatus;
import io.runledger.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConsoleRoutesTest {
    private static final Pattern NAMED = Pattern.compile("(?:/console/|\\./)([a-z0-9-]+\\.(?:js|css|svg))");
    private static final Pattern ELSEWHERE = Pattern.compile("(?:src|href|from|import|url)[=( ]*['\"]?(?:https?:)?//");

    private final HttpServer server = HttpServer.start("127.0.0.1", 0, List.of(new ConsoleRoutes()));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void thePageLetsNothingInFromElsewhere() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self' 'sha256-")
                .doesNotContain("unsafe", "http", "*");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    }

    @Test
    void everyFileThatIsNamedIsThereAndNamesNothingElsewhere() throws Exception {
        Deque<String> open = new ArrayDeque<>(List.of("/"));
        Set<String> seen = new TreeSet<>();
        while (!open.isEmpty()) {
            String path = open.remove();
            HttpResponse<String> file = get(path);
            assertThat(file.statusCode()).as(path).isEqualTo(200);
            assertThat(ELSEWHERE.matcher(file.body()).find()).as(path).isFalse();
            Matcher named = NAMED.matcher(file.body());
            while (named.find()) {
                if (seen.add("/console/" + named.group(1))) {
                    open.add("/console/" + named.group(1));
                }
            }
        }

        assertThat(seen).contains("/console/preact.js", "/console/preact-hooks.js", "/console/gantt.js");
    }

    @Test
    void theConsoleKnowsWhereReviewsLeadFromTheRules() throws Exception {
        String moves = get("/console/moves.js").body();

        for (ArtifactStatus status : ArtifactStatus.values()) {
            Matcher of = Pattern.compile("'" + status.word() + "': \\[(.*?)\\]").matcher(moves);
            assertThat(of.find()).as(status.word()).isTrue();
            assertThat(Pattern.compile("'(.*?)'").matcher(of.group(1)).results().map(next -> next.group(1)))
                    .as(status.word())
                    .containsExactlyInAnyOrderElementsOf(
                            status.reviews().stream().map(ArtifactStatus::word).toList());
        }
        assertThat(get("/console/deciding.js").body()).contains("from './moves.js'");
    }

    @Test
    void aFileThatIsKnownIsNotSentAgain() throws Exception {
        HttpResponse<String> first = get("/console/app.js");
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = get("/console/app.js", "If-None-Match", tag);

        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void filesAreCompressed() throws Exception {
        assertThat(get("/console/console.css", "Accept-Encoding", "gzip")
                        .headers()
                        .firstValue("Content-Encoding"))
                .hasValue("gzip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/nothing.js",
                "/console/..%2fopenapi.json",
                "/console/..%2f..%2fquery%2fQuery.class",
                "/console/console",
                "/console/%2e%2e%2fopenapi.json",
                "/console/app.js%00",
                "/console/"
            })
    void whatIsNoFileOfTheConsoleIsNotThere(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 404);
    }
}
