package io.runledger.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpServerTest {
    @ParameterizedTest
    @CsvSource({
        "a%2Fb, a/b",
        "model.shop%2Forders%2Fv1, model.shop/orders/v1",
        "100%25, 100%",
        "a+b, a+b",
        "a%3Bb, a;b",
        "back%5Cslash, back\\slash",
        "%C3%A9t%C3%A9, été",
        "a%20b, a b"
    })
    void namesInPathsMayHoldAnyCharacter(String path, String name) throws Exception {
        try (TestServer server = new TestServer(
                config -> config.routes.get("/tasks/{id}/audit", ctx -> ctx.result(ctx.pathParam("id"))))) {

            HttpResponse<String> response = server.get("/tasks/" + path + "/audit");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(name);
        }
    }

    @Test
    void forbidsBrowsersToGuessContentTypes() throws Exception {
        try (TestServer server = new TestServer(config -> config.routes.get("/", ctx -> ctx.result("")))) {

            assertThat(TestServer.header(server.get("/"), "X-Content-Type-Options"))
                    .isEqualTo("nosniff");
            assertThat(TestServer.header(server.get("/none"), "X-Content-Type-Options"))
                    .isEqualTo("nosniff");
        }
    }

    @Test
    void saysInOneLineThatThePortIsTaken() {
        try (TestServer first = new TestServer(config -> {})) {

            assertThatThrownBy(() -> HttpServer.start("127.0.0.1", first.port(), List.of()))
                    .isInstanceOf(HttpServerException.class)
                    .hasMessageStartingWith("cannot listen on 127.0.0.1:" + first.port() + " (")
                    .hasMessageContaining("another process may have the port");
        }
    }

    @Test
    void finishesRequestsThatAreUnderWayWhenItStops() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        TestServer server = new TestServer(config -> config.routes.get("/slow", ctx -> {
            entered.countDown();
            assertThat(leave.await(10, TimeUnit.SECONDS)).isTrue();
            ctx.result("done");
        }));

        CompletableFuture<HttpResponse<String>> response = CompletableFuture.supplyAsync(() -> {
            try {
                return server.get("/slow");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
        leave.countDown();

        assertThat(response.get(10, TimeUnit.SECONDS).body()).isEqualTo("done");
        stopped.get(10, TimeUnit.SECONDS);
    }

    @Test
    void waitsForWhoSendsSlowlyWhenItStops() throws Exception {
        TestServer server = new TestServer(config -> config.routes.post("/slow", ctx -> ctx.result(ctx.body())));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(
                    "POST /slow HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 6\r\n\r\nabc"
                            .getBytes(US_ASCII));
            // Both times longer than an idle connection may last when it stops.
            await().pollDelay(Duration.ofMillis(300))
                    .until(() -> server.get("/none").statusCode() == 404);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
            assertThatThrownBy(() -> stopped.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            out.write("def".getBytes(US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("abcdef");
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void waitsForAnswersThatTakeLongWhenItStops() throws Exception {
        CompletableFuture<String> result = new CompletableFuture<>();
        CountDownLatch entered = new CountDownLatch(1);
        TestServer server = new TestServer(config -> config.routes.get("/later", ctx -> {
            ctx.future(() -> result.thenAccept(ctx::result));
            entered.countDown();
        }));
        CompletableFuture<HttpResponse<String>> response = CompletableFuture.supplyAsync(() -> {
            try {
                return server.get("/later");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);

        assertThatThrownBy(() -> stopped.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        result.complete("done");

        assertThat(response.get(10, TimeUnit.SECONDS).body()).isEqualTo("done");
        stopped.get(10, TimeUnit.SECONDS);
    }
}
