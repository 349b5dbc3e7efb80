package io.runledger.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Writing over HTTP. Requests are made before their time is taken, as the plain producer's records are. */
final class Posting {
    private static final String NDJSON = "Content-Type: application/x-ndjson\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";

    private Posting() {}

    /** Events in batches of a size, by so many connections at once. */
    static Sample batches(MeasuredLedger ledger, List<MadeEvent> events, int size, int connections) throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        for (int from = 0; from < events.size(); from += size) {
            bodies.add(lines(events.subList(from, Math.min(events.size(), from + size))));
        }
        return posted(ledger, bodies, connections, (connection, body) -> batch(connection, body), size, 200);
    }

    /** Events one by one, by so many connections at once. */
    static Sample singly(MeasuredLedger ledger, List<MadeEvent> events, int connections) throws Exception {
        List<byte[]> bodies = events.stream().map(MadeEvent::json).toList();
        return posted(ledger, bodies, connections, (connection, body) -> single(connection, body), 1, 201);
    }

    /** The request that appends one event. */
    static byte[] single(Connection connection, byte[] event) {
        return connection.request("POST", "/events", JSON, event);
    }

    /** The request that appends many. */
    static byte[] batch(Connection connection, byte[] lines) {
        return connection.request("POST", "/events/batch", NDJSON, lines);
    }

    static byte[] lines(List<MadeEvent> events) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (MadeEvent event : events) {
            lines.writeBytes(event.json());
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    private interface Requests {
        byte[] of(Connection connection, byte[] body);
    }

    private static Sample posted(
            MeasuredLedger ledger,
            List<byte[]> bodies,
            int connections,
            Requests requests,
            int eventsOfEach,
            int status)
            throws Exception {
        try (Connections opened = new Connections(ledger, connections)) {
            return Load.all(opened.clients((connection, i) -> {
                Queue<byte[]> own = new ArrayDeque<>();
                for (int body = i; body < bodies.size(); body += connections) {
                    own.add(requests.of(connection, bodies.get(body)));
                }
                return () -> post(connection, own.poll(), eventsOfEach, status);
            }));
        }
    }

    private static int post(Connection connection, byte @Nullable [] request, int eventsOfEach, int status)
            throws IOException {
        if (request == null) {
            return 0;
        }
        connection.exchange(request).expecting(status);
        return eventsOfEach;
    }
}
