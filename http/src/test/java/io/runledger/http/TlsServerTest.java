package io.runledger.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.javalin.config.JavalinConfig;
import io.runledger.core.redaction.Redaction;
import io.runledger.core.settings.Settings;
import io.runledger.http.limits.Limits;
import io.runledger.http.tls.CallingClient;
import io.runledger.http.tls.ServerTls;
import io.runledger.http.tls.TestCertificates;
import io.runledger.http.tls.TlsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A server that speaks HTTPS. */
class TlsServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final List<HttpServer> servers = new ArrayList<>();
    private final AtomicInteger handled = new AtomicInteger();
    private final AtomicInteger gone = new AtomicInteger();

    @AfterEach
    void stop() {
        servers.forEach(HttpServer::close);
    }

    @Test
    void speaksHttpsAndSaysSoToItsHandlers() throws Exception {
        TestCertificates files = certificates("server");
        HttpServer server = start(files, Map.of());

        assertThat(get(trusting(files), "https://localhost:" + server.port() + "/secure")
                        .body())
                .isEqualTo("https true");
        assertThat(get(trusting(files), "https://127.0.0.1:" + server.port() + "/secure")
                        .body())
                .isEqualTo("https true");
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (SSLSocket socket = connect(files, server.port(), version)) {
                assertThat(ask(socket, "/secure")).startsWith("HTTP/1.1 200").endsWith("https true");
            }
        }
    }

    @Test
    void isNotTrustedByWhoTrustsAnotherCa() throws Exception {
        HttpServer server = start(certificates("server"), Map.of());
        TestCertificates others = certificates("others");

        assertThatThrownBy(() -> get(trusting(others), "https://localhost:" + server.port() + "/secure"))
                .isInstanceOf(IOException.class);
        assertThat(handled).hasValue(0);
    }

    @Test
    void tellsWhoSpeaksPlainHttpToUseHttps() throws Exception {
        HttpServer server = start(certificates("server"), Map.of());

        String answer = RawHttp.exchange(
                server.port(),
                "POST /secure HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000));

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("Connection: close", "application/problem+json", "ask for https://");
        assertThat(RawHttp.exchange(server.port(), "hello, is there anybody\n")).startsWith("HTTP/1.1 400");
        assertThat(handled).hasValue(0);
    }

    @Test
    void usesNewCertificatesForNewConnectionsAndKeepsOpenOnes() throws Exception {
        TestCertificates files = certificates("server");
        TestCertificates renewed = certificates("renewed");
        HttpServer server = start(files, Map.of());
        try (SSLSocket open = connect(files, server.port(), "TLSv1.3")) {
            assertThat(ask(open, "/secure")).startsWith("HTTP/1.1 200");

            Files.copy(renewed.key(), files.key(), REPLACE_EXISTING);
            Files.copy(renewed.certificate(), files.certificate(), REPLACE_EXISTING);

            await().atMost(LIMIT).until(() -> isTrusted(renewed, server));
            assertThat(isTrusted(files, server)).isFalse();
            assertThat(ask(open, "/secure")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void keepsItsCertificateWhenTheNewOneIsBrokenAndSaysSoOnce() throws Exception {
        TestCertificates files = certificates("server");
        TestCertificates renewed = certificates("renewed");
        HttpServer server = start(files, Map.of());
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(ServerTls.class);
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.WARN);
        try {
            Files.copy(renewed.certificate(), files.certificate(), REPLACE_EXISTING);
            await().atMost(LIMIT).until(() -> !logged.list.isEmpty());
            Thread.sleep(5_000); // it looks twice more

            assertThat(logged.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement()
                    .asString()
                    .contains("tls.key is not the key of the first certificate in")
                    .doesNotContain("PRIVATE KEY");
            assertThat(isTrusted(files, server)).isTrue();

            Files.copy(renewed.key(), files.key(), REPLACE_EXISTING);
            await().atMost(LIMIT).until(() -> isTrusted(renewed, server));
        } finally {
            logger.detachAppender(logged);
            logger.setLevel(null);
        }
    }

    @Test
    void replacesTheCertificateByWhichItIsCalledAlsoForCallers() throws Exception {
        TestCertificates files = certificates("server");
        TestCertificates renewed = certificates("renewed");
        HttpServer server = start(files, Map.of());
        CallingClient calls = new CallingClient(config(files, Map.of()), LIMIT);
        String url = "https://localhost:" + server.port() + "/secure";
        assertThat(get(calls.get(), url).statusCode()).isEqualTo(200);

        for (Path each : List.of(renewed.key(), renewed.certificate(), renewed.ca())) {
            Files.copy(each, files.key().resolveSibling(each.getFileName()), REPLACE_EXISTING);
        }

        await().atMost(LIMIT).until(() -> isTrusted(renewed, server));
        await().atMost(LIMIT).until(() -> {
            try {
                return get(calls.get(), url).statusCode() == 200;
            } catch (Exception e) {
                return false;
            }
        });
    }

    @Test
    void asksClientsForCertificatesOfItsCa() throws Exception {
        TestCertificates files = certificates("server");
        TestCertificates clients = certificates("clients");
        Map<String, String> environment =
                Map.of("RUNLEDGER_TLS_CLIENT_CA", clients.ca().toString());
        HttpServer required = start(files, with(environment, "RUNLEDGER_TLS_CLIENT_AUTH", "required"));
        HttpServer optional = start(files, with(environment, "RUNLEDGER_TLS_CLIENT_AUTH", "optional"));

        HttpClient none = trusting(files);
        HttpClient right = new CallingClient(
                        config(clients, Map.of("RUNLEDGER_TLS_CA", files.ca().toString())), LIMIT)
                .get();
        HttpClient wrong = new CallingClient(config(files, Map.of()), LIMIT).get();

        String requiring = "https://localhost:" + required.port() + "/secure";
        assertThat(get(right, requiring).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> get(none, requiring)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get(wrong, requiring)).isInstanceOf(IOException.class);
        String optionally = "https://localhost:" + optional.port() + "/secure";
        assertThat(get(right, optionally).statusCode()).isEqualTo(200);
        assertThat(get(none, optionally).statusCode()).isEqualTo(200);
        assertThat(handled).hasValue(3);
    }

    @Test
    void seesThatAClientHasLeft() throws Exception {
        TestCertificates files = certificates("server");
        HttpServer server = start(files, Map.of());

        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            int before = gone.get();
            try (SSLSocket socket = connect(files, server.port(), version)) {
                socket.getOutputStream().write("GET /waits HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
                Thread.sleep(1_000);
                assertThat(gone).hasValue(before);
            }
            await().atMost(LIMIT).until(() -> gone.get() == before + 1);
        }
    }

    @Test
    void stopsAlthoughAConnectionIsOpen() throws Exception {
        TestCertificates files = certificates("server");
        HttpServer server = start(files, Map.of());
        try (SSLSocket idle = connect(files, server.port(), "TLSv1.3")) {
            assertThat(ask(idle, "/secure")).startsWith("HTTP/1.1 200");
            long began = System.nanoTime();

            server.close();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void doesNotStartWithAKeyThatIsNotItsCertificates() throws Exception {
        TestCertificates files = certificates("server");
        Files.copy(certificates("other").key(), files.key(), REPLACE_EXISTING);

        assertThatThrownBy(() -> start(files, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not the key of the first certificate in");
    }

    private TestCertificates certificates(String name) throws Exception {
        return new TestCertificates(directory.resolve(name), name + "-ca").issue(name, "EC");
    }

    private static TlsConfig config(TestCertificates files, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "RUNLEDGER_TLS_CERT", files.certificate().toString(),
                "RUNLEDGER_TLS_KEY", files.key().toString(),
                "RUNLEDGER_TLS_CA", files.ca().toString()));
        environment.putAll(more);
        return TlsConfig.from(new Settings(environment));
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return more;
    }

    private HttpServer start(TestCertificates files, Map<String, String> more) {
        ServerRules rules = new ServerRules(
                Termination.prompt(),
                Callers.local(),
                Patience.usual(),
                Limits.none(),
                config(files, more),
                Redaction.builtIn());
        HttpServer server = HttpServer.start("127.0.0.1", 0, rules, List.<Consumer<JavalinConfig>>of(this::routes));
        servers.add(server);
        return server;
    }

    private void routes(JavalinConfig config) {
        config.routes.before(ctx -> handled.incrementAndGet());
        config.routes.get(
                "/secure", ctx -> ctx.result(ctx.scheme() + " " + ctx.req().isSecure()));
        config.routes.get("/waits", ctx -> {
            Caller caller = Caller.of(ctx);
            ctx.future(() -> CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 200; i++) {
                    if (caller.isGone()) {
                        gone.incrementAndGet();
                        return;
                    }
                    pause();
                }
            }));
        });
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpClient trusting(TestCertificates files) {
        return new CallingClient(
                        TlsConfig.from(new Settings(
                                Map.of("RUNLEDGER_TLS_CA", files.ca().toString()))),
                        LIMIT)
                .get();
    }

    private static boolean isTrusted(TestCertificates files, HttpServer server) {
        try {
            return get(trusting(files), "https://localhost:" + server.port() + "/secure")
                            .statusCode()
                    == 200;
        } catch (Exception e) {
            return false;
        }
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private static SSLSocket connect(TestCertificates files, int port, String version) throws IOException {
        SSLSocket socket = (SSLSocket)
                trusting(files).sslContext().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    private static String ask(SSLSocket socket, String path) throws IOException {
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
        return RawHttp.answer(socket.getInputStream());
    }
}
