package io.runledger.http;

import io.javalin.http.Context;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** Who waits for an answer that comes later, so that nobody keeps waiting for a client that left. For one thread at a time. */
public final class Caller {
    private static final long EVERY = Duration.ofMillis(250).toNanos();

    private final EndPoint connection;
    private long lookedAt = System.nanoTime();

    private Caller(EndPoint connection) {
        this.connection = connection;
    }

    public static Caller of(Context ctx) {
        return new Caller(ServletContextRequest.getServletContextRequest(ctx.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint());
    }

    /** Whether the client has closed its connection. Looks a few times a second, however often it is asked. */
    public boolean isGone() {
        long now = System.nanoTime();
        if (now - lookedAt < EVERY) {
            return false;
        }
        lookedAt = now;
        return Connections.socket(connection) instanceof WatchedEndPoint watched
                ? watched.isGone()
                : !connection.isOpen();
    }

    /** Ends the connection of a client that left, so that nothing is written to it. */
    public void hangUp() {
        connection.close();
    }
}
