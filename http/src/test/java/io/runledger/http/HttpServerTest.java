package io.runledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
}
