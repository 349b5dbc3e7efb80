package io.runledger.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The part of a registry's Confluent API that the gateway calls, over maps. It takes any schema: the gateway must not. */
final class FakeRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final List<String> requests = new CopyOnWriteArrayList<>();
    volatile boolean away;

    /** Apicurio lists 1,000 subjects unless it is told otherwise. */
    volatile int mostListed = Integer.MAX_VALUE;

    private final Map<String, List<String>> subjects = new TreeMap<>();
    private final Map<String, String> rules = new TreeMap<>();
    private final HttpServer server;

    FakeRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized void add(String subject, String schema) {
        subjects.computeIfAbsent(subject, s -> new ArrayList<>()).add(schema);
    }

    synchronized void remove(String subject) {
        subjects.remove(subject);
    }

    synchronized void rule(String subject, String level) {
        rules.put(subject, level);
    }

    synchronized String rule(String subject) {
        return rules.getOrDefault(subject, "FULL_TRANSITIVE");
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String call =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        requests.add(call);
        String answer = away ? "503 {}" : answer(call.split("/", -1), body);
        byte[] bytes = answer.substring(4).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized String answer(String[] path, String body) throws IOException {
        String subject = path.length > 2 ? path[2] : "";
        List<String> versions = subjects.getOrDefault(subject, List.of());
        String sent = JSON.readTree(body).path("schema").asText();
        if (path[1].equals("config")) {
            if (path[0].equals("PUT ")) {
                rules.put(subject, JSON.readTree(body).path("compatibility").asText());
            }
            return "200 {\"compatibilityLevel\":\"" + rule(subject) + "\"}";
        }
        if (path[1].equals("schemas")) {
            return "404 {\"error_code\":404}"; // there is no such list, as in Apicurio
        }
        if (path.length == 2) {
            return "200 "
                    + JSON.valueToTree(
                            subjects.keySet().stream().limit(mostListed).toList());
        }
        if (path[0].equals("POST ") && path.length == 4) {
            if (!versions.contains(sent)) {
                add(subject, sent);
            }
            return "200 {\"id\":7}";
        }
        if (path[0].equals("POST ")) {
            return version(subject, versions, versions.indexOf(sent) + 1);
        }
        if (versions.isEmpty()) {
            return "404 {\"error_code\":40401}";
        }
        if (path.length == 4) {
            return "200 " + numbers(versions.size());
        }
        return version(subject, versions, path[4].equals("latest") ? versions.size() : Integer.parseInt(path[4]));
    }

    private static String version(String subject, List<String> versions, int number) {
        if (number < 1 || number > versions.size()) {
            return "404 {\"error_code\":40402}";
        }
        ObjectNode answer = JSON.createObjectNode()
                .put("subject", subject)
                .put("version", number)
                .put("id", 100 + number)
                .put("schema", versions.get(number - 1));
        return "200 " + answer;
    }

    private static List<Integer> numbers(int last) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 1; i <= last; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
