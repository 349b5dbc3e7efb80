package io.runledger.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.config.JavalinConfig;
import io.runledger.core.redaction.Redaction;
import io.runledger.http.limits.Limits;
import io.runledger.http.tls.TlsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowClientsTest {
    private static final Patience SHORT = new Patience(Duration.ofSeconds(2), 100, Duration.ofSeconds(8));
    private static final int MORE_THAN_THREADS = 80;
    private static final String HEAD = "POST /things HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private HttpServer server;
    private String scheme = "http";

    @BeforeEach
    void start() throws Exception {
        scheme = tls().scheme();
        ServerRules rules = new ServerRules(
                Termination.prompt(), Callers.local(), SHORT, Limits.none(), tls(), Redaction.builtIn());
        server = HttpServer.start(
                "127.0.0.1",
                0,
                rules,
                List.<Consumer<JavalinConfig>>of(
                        new Health(Optional::empty, () -> Health.Readiness.READY), this::routes));
    }

    private void routes(JavalinConfig config) {
        config.routes.post("/things", ctx -> ctx.result("took " + RequestBody.json(ctx, 4_000_000).length));
        config.routes.get("/waits", ctx -> ctx.result("waited " + release.await(20, TimeUnit.SECONDS)));
    }

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @Test
    void servesOthersWhileManySendSlowly() throws Exception {
        for (int i = 0; i < MORE_THAN_THREADS; i++) {
            send(open(), HEAD + "Content-Length: 100\r\n\r\n{");
        }

        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(client().send(
                                HttpRequest.newBuilder(uri("/things"))
                                        .timeout(Duration.ofSeconds(2))
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                        .build(),
                                BodyHandlers.ofString())
                        .body())
                .isEqualTo("took 2");
    }

    @Test
    void tellsThoseWhoSendTooSlowlyAndClosesTheirConnection() throws Exception {
        for (int already : List.of(1, 5_000, Reception.GATHERED_BYTES + 10)) {
            Socket socket = open();
            send(socket, HEAD + "Content-Length: 3000000\r\n\r\n" + "a".repeat(already));

            assertThat(answer(socket))
                    .as(already + " bytes at once")
                    .startsWith("HTTP/1.1 408")
                    .contains("application/problem+json", "Connection: close", "slow-sender");
        }
    }

    @Test
    void countsBytesAndNotWhetherAnyCome() throws Exception {
        Socket socket = open();
        send(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\n");
        long began = System.nanoTime();
        int pieces = 0;
        while (!isAnswered(socket) && pieces < 100) {
            send(socket, "1\r\na\r\n");
            Thread.sleep(100);
            pieces++;
        }

        assertThat(answer(socket)).startsWith("HTTP/1.1 408");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void takesWhatComesFastEnough() throws Exception {
        Socket socket = open();
        send(socket, HEAD + "Content-Length: 1200\r\n\r\n");
        for (int i = 0; i < 12; i++) {
            Thread.sleep(300); // longer than the patience in all
            send(socket, "a".repeat(100));
        }

        assertThat(answer(socket)).startsWith("HTTP/1.1 200").endsWith("took 1200");
    }

    @Test
    void hasADeadlineForAWholeBody() throws Exception {
        Socket socket = open();
        send(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\n");
        long began = System.nanoTime();
        while (!isAnswered(socket)
                && System.nanoTime() - began < Duration.ofSeconds(20).toNanos()) {
            send(socket, "80\r\n" + "a".repeat(0x80) + "\r\n");
            Thread.sleep(300);
        }

        assertThat(answer(socket)).startsWith("HTTP/1.1 408");
    }

    @Test
    void doesNotWaitForTheHeadOfARequestForEver() throws Exception {
        for (String before : List.of("", "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            Socket socket = open();
            if (!before.isEmpty()) {
                send(socket, before);
                assertThat(answer(socket)).startsWith("HTTP/1.1 200");
            }
            send(socket, "GET /health HTTP/1.1\r\nHost: local");
            long began = System.nanoTime();
            while (!isAnswered(socket)
                    && System.nanoTime() - began < Duration.ofSeconds(15).toNanos()) {
                send(socket, "x");
                Thread.sleep(200);
            }

            assertThat(answer(socket)).startsWith("HTTP/1.1 408").contains("Connection: close");
        }
    }

    @Test
    void saysHowItIsWhenEveryThreadWorks() throws Exception {
        for (int i = 0; i < MORE_THAN_THREADS; i++) {
            send(open(), "GET /waits HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }

        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(get("/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void answersABodyThatBreaksOffWithAProblem() throws Exception {
        for (String rest : List.of("Content-Length: 100\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n5\r\nab")) {
            Socket socket = open();
            send(socket, HEAD + rest);
            endOutput(socket);

            assertThat(answer(socket)).startsWith("HTTP/1.1 400").contains("application/problem+json");
        }
        Socket socket = open();
        send(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n");

        assertThat(answer(socket)).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }

    int listening() {
        return server.port();
    }

    private Socket open() throws IOException {
        Socket socket = connect(server.port());
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    /** How the server speaks. */
    TlsConfig tls() throws Exception {
        return TlsConfig.none();
    }

    Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /** Whether anything of an answer has come. */
    boolean isAnswered(Socket socket) throws IOException {
        return socket.getInputStream().available() > 0;
    }

    void endOutput(Socket socket) throws IOException {
        socket.shutdownOutput();
    }

    HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static String answer(Socket socket) throws IOException {
        return RawHttp.answer(socket.getInputStream());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client().send(
                        HttpRequest.newBuilder(uri(path))
                                .timeout(Duration.ofSeconds(2))
                                .build(),
                        BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(scheme + "://127.0.0.1:" + server.port() + path);
    }
}
