package io.runledger.standalone.load;

import static java.nio.charset.StandardCharsets.UTF_8;

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

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    record Reply(int status, String body, int retryAfterSeconds) {
        static Reply of(int status) {
            return new Reply(status, "{}", -1);
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

    /** Path and body of every request that was accepted, in the order they came. */
    List<String> accepted() {
        return requests;
    }

    private void answer(HttpExchange exchange, Function<String, Reply> replies) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String request = exchange.getRequestURI().getPath() + " " + body;
        Reply reply = replies.apply(request);
        if (reply.status() < 300) {
            requests.add(request);
        }
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
