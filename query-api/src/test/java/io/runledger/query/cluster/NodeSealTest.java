package io.runledger.query.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.config.JavalinConfig;
import io.runledger.http.HttpServer;
import io.runledger.schemas.seal.Seal;
import io.runledger.streams.views.log.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is seen of one node's request to another is of no use for anything else. */
final class NodeSealTest {
    private static final Seal SEAL = new Seal("a secret of the ledger");
    private static final String SEALED = "/runs/a%2Fb?limit=1&q=x%20y";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final SetClock clock = new SetClock();
    private final int free = freePort();
    private final HttpServer server = start(free, new Node("127.0.0.1", free));

    private HttpServer start(int port, Node self) {
        NodeSeal checking = new NodeSeal(SEAL, Optional.of(self), clock);
        return HttpServer.start("127.0.0.1", port, List.<Consumer<JavalinConfig>>of(config -> {
            config.routes.before(checking);
            config.routes.get("/runs/{run}", ctx -> ctx.result("a part"));
            config.routes.put("/runs/{run}", ctx -> ctx.result("written"));
            config.routes.get("/events", ctx -> ctx.result("a part"));
        }));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void takesWhatANodeAsks() throws Exception {
        assertThat(status(sealed(server, SEALED))).isEqualTo(200);
        assertThat(status(seal().of(request(server, SEALED).header("Authorization", "Bearer k"), List.of(1, 2), true)))
                .isEqualTo(200);
        assertThat(status(seal().of(request(server, SEALED).PUT(BodyPublishers.ofString("b")), List.of(3), false)))
                .isEqualTo(200);
    }

    @Test
    void refusesTheSealForAnotherPathQueryMethodPartitionOrCredential() throws Exception {
        HttpRequest seen = seal().of(request(server, SEALED).header("Authorization", "Bearer k"), List.of(1), false);

        assertThat(status(seen)).isEqualTo(200);
        assertThat(status(replayed(seen, "GET", uri(server, SEALED), Map.of()))).isEqualTo(200);
        for (String other :
                List.of("/events", "/runs/a%2Fb?limit=2&q=x%20y", "/runs/a%2Fb", "/runs/ab?limit=1&q=x%20y")) {
            assertThat(status(replayed(seen, "GET", uri(server, other), Map.of())))
                    .as(other)
                    .isEqualTo(400);
        }
        assertThat(status(replayed(seen, "PUT", uri(server, SEALED), Map.of()))).isEqualTo(400);
        for (Map.Entry<String, String> change : Map.of(
                        "Runledger-Partitions", "1,2",
                        "Runledger-Standby", "yes",
                        "Authorization", "Bearer another")
                .entrySet()) {
            assertThat(status(replayed(seen, "GET", uri(server, SEALED), Map.of(change.getKey(), change.getValue()))))
                    .as(change.getKey())
                    .isEqualTo(400);
        }
    }

    @Test
    void refusesTheSealLaterAndBeforeItsTime() throws Exception {
        HttpRequest seen = sealed(server, SEALED);

        clock.set(NodeSeal.WINDOW);
        assertThat(status(seen)).isEqualTo(200);
        clock.set(NodeSeal.WINDOW.plusMillis(1));
        assertThat(status(seen)).isEqualTo(400);
        clock.set(NodeSeal.WINDOW.negated().minusMillis(1));
        assertThat(status(seen)).isEqualTo(400);

        String header = seen.headers().firstValue(NodeSeal.HEADER).orElseThrow();
        String moved = clock.millis() + header.substring(header.indexOf('-'));
        assertThat(status(replayed(seen, "GET", uri(server, SEALED), Map.of(NodeSeal.HEADER, moved))))
                .as("with another time on it")
                .isEqualTo(400);
    }

    @Test
    void refusesTheSealOfARequestToAnotherNode() throws Exception {
        int port = freePort();
        try (HttpServer other = start(port, new Node("127.0.0.1", port))) {
            HttpRequest seen = sealed(server, SEALED);

            assertThat(status(replayed(seen, "GET", uri(other, SEALED), Map.of())))
                    .isEqualTo(400);
            assertThat(status(sealed(other, SEALED))).isEqualTo(200);
        }
    }

    @Test
    void refusesWhatIsNoSealOfThisLedger() throws Exception {
        HttpRequest seen = sealed(server, SEALED);
        for (String header : List.of("", "00", "0".repeat(64), clock.millis() + "-" + "0".repeat(64), "-1-00")) {
            assertThat(status(replayed(seen, "GET", uri(server, SEALED), Map.of(NodeSeal.HEADER, header))))
                    .as(header)
                    .isEqualTo(400);
        }
        HttpRequest foreign = new NodeSeal(new Seal("another"), Optional.empty(), clock)
                .of(request(server, SEALED), List.of(1), false);
        assertThat(status(foreign)).isEqualTo(400);
    }

    private NodeSeal seal() {
        return new NodeSeal(SEAL, Optional.empty(), clock);
    }

    private HttpRequest sealed(HttpServer to, String target) {
        return seal().of(request(to, target), List.of(1), false);
    }

    private static HttpRequest.Builder request(HttpServer to, String target) {
        return HttpRequest.newBuilder(uri(to, target));
    }

    private static URI uri(HttpServer to, String target) {
        return URI.create("http://127.0.0.1:" + to.port() + target);
    }

    /** The headers of a request with another method, URI, or values of some of them. */
    private static HttpRequest replayed(HttpRequest seen, String method, URI uri, Map<String, String> changed) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
        seen.headers().map().forEach((name, values) -> values.forEach(value -> request.setHeader(name, value)));
        changed.forEach(request::setHeader);
        return request.build();
    }

    private static int status(HttpRequest request) throws IOException, InterruptedException {
        return CLIENT.send(request, BodyHandlers.ofString()).statusCode();
    }

    private static final class SetClock extends Clock {
        private static final Instant BEGIN = Instant.parse("2026-12-01T12:00:00Z");

        private volatile Instant now = BEGIN;

        void set(Duration after) {
            now = BEGIN.plus(after);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
