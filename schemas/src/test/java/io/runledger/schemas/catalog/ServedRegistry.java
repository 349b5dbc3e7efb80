package io.runledger.schemas.catalog;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.runledger.schemas.wire.RegistryClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A registry by URL whose contents can be lost: {@link LedgerRegistry} over memory, with the calls that clients of ours make. */
final class ServedRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final List<String> requests = new CopyOnWriteArrayList<>();
    volatile LedgerRegistry registry = new LedgerRegistry(new MemoryLog());
    private final HttpServer server;

    ServedRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    RegistryClient client() {
        return new RegistryClient(url(), Duration.ofSeconds(2));
    }

    /** All of it is gone, and ids count from 1. */
    void wipe() {
        registry = new LedgerRegistry(new MemoryLog());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String call =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        requests.add(call);
        String answer;
        int status = 200;
        try {
            answer = JSON.writeValueAsString(answer(call.split("[ /]+", -1), body));
        } catch (RegistryProblem e) {
            status = e.status();
            answer = JSON.writeValueAsString(Map.of("error_code", e.code(), "message", String.valueOf(e.getMessage())));
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Object answer(String[] call, String body) throws IOException {
        String schema = JSON.readTree(body).path("schema").asText();
        String rule = JSON.readTree(body).path("compatibility").asText();
        String form = call[0] + " " + call[1] + " " + (call.length > 3 ? call[3] : "") + " " + call.length;
        return switch (form) {
            case "PUT config  2" -> {
                registry.setRule("", rule);
                yield Map.of("compatibility", rule);
            }
            case "GET subjects  2" -> registry.subjects(false);
            case "GET subjects versions 4" ->
                registry.versions(subject(call), false).stream()
                        .map(CatalogEntry.OfVersion::version)
                        .toList();
            case "GET subjects versions 5" -> version(registry.version(subject(call), call[4], false));
            case "POST subjects versions 4" ->
                Map.of("id", registry.register(subject(call), schema).id());
            case "POST subjects  3" -> version(registry.find(subject(call), schema, false));
            default -> {
                if (!form.startsWith("GET schemas ")) {
                    throw new RegistryProblem(404, form);
                }
                yield Map.of("schema", registry.text(Integer.parseInt(call[3])));
            }
        };
    }

    private static String subject(String[] call) {
        return URLDecoder.decode(call[2], StandardCharsets.UTF_8);
    }

    private Map<String, Object> version(CatalogEntry.OfVersion version) {
        return Map.of(
                "subject", version.subject(),
                "version", version.version(),
                "id", version.id(),
                "schema", registry.text(version.id()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
