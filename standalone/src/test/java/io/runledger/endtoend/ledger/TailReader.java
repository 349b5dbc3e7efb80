package io.runledger.endtoend.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Follows events as an EventSource does. It speaks HTTP/1.0, so that the bytes of the stream come as they are. */
public final class TailReader implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ObjectMapper json = new ObjectMapper();
    private final Socket socket = new Socket();
    private final Thread thread = new Thread(this::read, "test-tail-reader");
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<JsonNode> problems = new CopyOnWriteArrayList<>();
    private final List<JsonNode> resets = new CopyOnWriteArrayList<>();
    private final List<String> strays = new CopyOnWriteArrayList<>();
    private final List<String> head = new CopyOnWriteArrayList<>();
    private final AtomicInteger comments = new AtomicInteger();
    private volatile String lastId = "";
    private volatile boolean ended;

    private TailReader(String url, String query, @Nullable String header, int receiveBuffer) throws IOException {
        URI uri = URI.create(url);
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), (int) LIMIT.toMillis());
        String more = header == null ? "" : header + "\r\n";
        socket.getOutputStream()
                .write(("GET /events/tail" + query + " HTTP/1.0\r\nHost: " + uri.getAuthority()
                                + "\r\nAccept: text/event-stream\r\n" + more + "\r\n")
                        .getBytes(UTF_8));
        thread.setDaemon(true);
    }

    /** Connected, with the first message received: what is written from now on comes. */
    public static TailReader open(String url, String query, @Nullable String lastEventId) throws IOException {
        return open(url, query, lastEventId == null ? Optional.empty() : Optional.of("Last-Event-ID: " + lastEventId));
    }

    /** The same with a key. */
    public static TailReader withKey(String url, String query, String key) throws IOException {
        return open(url, query, Optional.of("Authorization: Bearer " + key));
    }

    private static TailReader open(String url, String query, Optional<String> header) throws IOException {
        TailReader reader = new TailReader(url, query, header.orElse(null), 0);
        reader.start();
        await().pollInterval(LOOK).atMost(LIMIT).until(() -> !reader.lastId.isEmpty() || reader.ended);
        return reader;
    }

    /** Connected, and taking nothing until {@link #start}. */
    public static TailReader idle(String url, String query) throws IOException {
        return new TailReader(url, query, null, 4096);
    }

    public void start() {
        thread.start();
    }

    private void read() {
        try (InputStream in = socket.getInputStream();
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.isEmpty()) {
                head.add(line);
                line = lines.readLine();
            }
            String id = lastId;
            String type = "message";
            String data = "";
            line = lines.readLine();
            while (line != null) {
                if (line.isEmpty()) {
                    dispatch(type, data);
                    lastId = id;
                    type = "message";
                    data = "";
                } else if (line.startsWith(":")) {
                    comments.incrementAndGet();
                } else if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("event: ")) {
                    type = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    data = (data.isEmpty() ? "" : data + "\n") + line.substring("data: ".length());
                } else {
                    strays.add(line);
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            head.add("broken off: " + e.getMessage());
        } finally {
            ended = true;
        }
    }

    private void dispatch(String type, String data) throws IOException {
        if (!data.isEmpty()) {
            switch (type) {
                case "problem" -> problems.add(json.readTree(data));
                case "reset" -> resets.add(json.readTree(data));
                default -> events.add(json.readTree(data));
            }
        }
    }

    /** The head of the answer, line by line. */
    public List<String> head() {
        return head;
    }

    public List<JsonNode> events() {
        return events;
    }

    public List<String> ids() {
        return events.stream().map(event -> event.path("event_id").asText()).toList();
    }

    public List<JsonNode> problems() {
        return problems;
    }

    /** What was told of an id that is of no use. */
    public List<JsonNode> resets() {
        return resets;
    }

    /** Lines that are no field of an event that is known, but for the time to connect again. */
    public List<String> strays() {
        return strays.stream().filter(line -> !line.startsWith("retry: ")).toList();
    }

    public int comments() {
        return comments.get();
    }

    public String lastId() {
        return lastId;
    }

    boolean isEnded() {
        return ended;
    }

    public void awaitEvents(int count) {
        await().pollInterval(LOOK).atMost(LIMIT).until(() -> events.size() >= count);
    }

    public void awaitEnd() {
        await().pollInterval(LOOK).atMost(LIMIT).until(() -> ended);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
