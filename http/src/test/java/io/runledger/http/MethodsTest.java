package io.runledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MethodsTest {
    private final TestServer server = new TestServer(config -> {
        config.routes.get("/things/{id}", ctx -> {
            if (ctx.pathParam("id").equals("none")) {
                throw ProblemException.unknown("there is no such thing");
            }
            JsonAnswer.send(ctx, 200, out -> out.writeString("a".repeat(Integer.parseInt(ctx.pathParam("id")))));
        });
        config.routes.get("/marked", ctx -> ctx.header("X-Head", String.valueOf(HeadRequest.is(ctx))));
        config.routes.post("/things", ctx -> ctx.result("done"));
    });

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersHeadAsGetWithoutABody() throws Exception {
        for (String path : List.of("/things/10", "/things/100000", "/things/none", "/nowhere", "/things")) {
            HttpResponse<String> get = ask("GET", path);
            HttpResponse<String> head = ask("HEAD", path);

            assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
            assertThat(headers(head)).as(path).isEqualTo(headers(get));
            assertThat(head.body()).isEmpty();
        }
        assertThat(TestServer.header(ask("HEAD", "/things/10"), "Content-Length"))
                .isEqualTo("12");
        assertThat(TestServer.header(ask("HEAD", "/marked"), "X-Head")).isEqualTo("true");
        assertThat(TestServer.header(ask("GET", "/marked"), "X-Head")).isEqualTo("false");
    }

    private static Map<String, List<String>> headers(HttpResponse<String> response) {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.remove("date");
        return headers;
    }

    @Test
    void tellsTheMethodsOfAPath() throws Exception {
        HttpResponse<String> options = ask("OPTIONS", "/events");

        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(TestServer.header(options, "Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
        assertThat(ask("OPTIONS", "/nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void saysThatAnswersDependOnWhetherTheyMayBeCompressed() throws Exception {
        assertThat(ask("GET", "/things/5").headers().allValues("Vary")).contains("Accept-Encoding");
    }

    @Test
    void answersPathsOfAnyFormWithAProblemOfItsOwn() throws Exception {
        for (String path :
                List.of("//things/1", "/things//1", "/%2fthings", "/things/../things/1", "/./x", "/things/1;a=b/c")) {
            String answer = RawHttp.exchange(server.port(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

            assertThat(answer)
                    .as(path)
                    .containsPattern("^HTTP/1.1 (404|400|200)")
                    .doesNotContain("Ambiguous");
            assertThat(answer).as(path).doesNotStartWith("HTTP/1.1 500");
        }
        assertThat(RawHttp.exchange(server.port(), "GET //things/1 HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 404")
                .contains("application/problem+json");
        assertThat(ask("GET", "/things/1/").statusCode()).isEqualTo(200);
    }

    @Test
    void saysThatItClosesAConnectionWhoseRequestsItCannotTellApart() throws Exception {
        for (String request : List.of(
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(20_000) + "\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "what is this\r\n\r\n")) {
            String answer = RawHttp.exchange(server.port(), request);

            assertThat(answer)
                    .containsPattern("^HTTP/1.1 (4|5)\\d\\d")
                    .contains("Connection: close", "application/problem+json", "\"detail\":\"");
        }
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        return TestServer.send(server.request(path)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }
}
