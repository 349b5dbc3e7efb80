package io.runledger.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections on which the head of a request, or TLS's handshake, was begun and does not come to its end in time. The
 * connector's own time-out begins anew with each byte. No thread waits for them, but each holds a connection.
 */
final class LateHeads extends AbstractLifeCycle {
    private static final int LOOKS = 4;

    private final ServerConnector connector;
    private final Predicate<EndPoint> isBusy;
    private final Duration patience;

    /** Bytes that had come on a connection when its last request was over. */
    private final Map<EndPoint, Long> over = new ConcurrentHashMap<>();

    /** When a head was first seen begun, for one thread. */
    private final Map<EndPoint, Long> begun = new HashMap<>();

    private volatile Scheduler.@Nullable Task next;

    /** @param isBusy whether a connection has a request under way */
    LateHeads(ServerConnector connector, Predicate<EndPoint> isBusy, Duration patience) {
        this.connector = connector;
        this.isBusy = isBusy;
        this.patience = patience;
    }

    /** A request of this connection is over. */
    void over(EndPoint connection) {
        if (connection.isOpen()) {
            over.put(connection, connection.getConnection().getBytesIn());
        }
    }

    @Override
    protected void doStart() {
        schedule();
    }

    @Override
    protected void doStop() {
        Scheduler.Task task = next;
        if (task != null) {
            task.cancel();
        }
    }

    private void schedule() {
        next = connector.getScheduler().schedule(this::look, patience.toNanos() / LOOKS, TimeUnit.NANOSECONDS);
    }

    private void look() {
        if (!isRunning()) {
            return;
        }
        long now = System.nanoTime();
        Set<EndPoint> open = connector.getConnectedEndPoints().stream()
                .map(Connections::ofRequests)
                .collect(Collectors.toSet());
        over.keySet().retainAll(open);
        begun.keySet().retainAll(open);
        for (EndPoint connection : open) {
            EndPoint socket = Connections.socket(connection);
            boolean isHandshake = Connections.isHandshake(socket);
            if (!isHandshake && isQuiet(connection)) {
                begun.remove(connection);
            } else if (now - begun.computeIfAbsent(connection, first -> now) > patience.toNanos()) {
                begun.remove(connection);
                if (isHandshake) {
                    socket.close();
                } else {
                    refuse(connection);
                }
            }
        }
        schedule();
    }

    private boolean isQuiet(EndPoint connection) {
        return isBusy.test(connection) || connection.getConnection().getBytesIn() <= over.getOrDefault(connection, 0L);
    }

    private static void refuse(EndPoint connection) {
        byte[] body = Problems.ofStatus(408, ServerErrors.detail(408, "")).json();
        String head = "HTTP/1.1 408 Request Timeout\r\nContent-Type: " + ProblemDetails.MEDIA_TYPE
                + "\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n\r\n";
        connection.write(
                Callback.from(connection::close),
                ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)),
                ByteBuffer.wrap(body));
    }
}
