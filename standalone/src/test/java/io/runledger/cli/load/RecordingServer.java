package io.runledger.cli.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A ledger that writes down what it is sent and answers as the test says. */
final class RecordingServer implements AutoCloseable {
    static {
        // Else every answer waits 40 ms for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    record Reply(int status, String body, int retryAfterSeconds) {
        static Reply of(int status) {
            return new Reply(status, "{}", -1);
        }

        boolean isBusy() {
            return status == 429 || status == 503;
        }
    }

    RecordingServer(Function<String, Reply> replies) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", exchange -> answer(exchange, replies));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Path and JSON of every record that was accepted, in the order they came. */
    List<String> accepted() {
        return requests;
    }

    /** Replies are given record by record; one that asks to come back later, given to the first, is for all. */
    private void answer(HttpExchange exchange, Function<String, Reply> replies) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String path = exchange.getRequestURI().getPath().replace("/batch", "");
        ArrayNode items = JSON.createArrayNode();
        for (String line : body.lines().toList()) {
            String request = path + " " + line;
            Reply reply = replies.apply(request);
            if (reply.isBusy() && items.isEmpty()) {
                send(exchange, reply);
                return;
            }
            if (reply.status() < 300) {
                requests.add(request);
            }
            items.add(((ObjectNode) JSON.readTree(reply.body()))
                    .put("status", reply.status())
                    .put("retriable", reply.isBusy()));
        }
        send(
                exchange,
                new Reply(207, JSON.createObjectNode().set("items", items).toString(), -1));
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        if (reply.retryAfterSeconds() >= 0) {
            exchange.getResponseHeaders().set("Retry-After", Integer.toString(reply.retryAfterSeconds()));
        }
        byte[] bytes = reply.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
