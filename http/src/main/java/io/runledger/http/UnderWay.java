package io.runledger.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Knows which connections have a request under way, and lets the others go soon when the server stops. A connector's own
 * time-out for that would cut off a client that sends slowly, or one whose answer takes long, too.
 */
final class UnderWay extends Handler.Wrapper {
    /** How long a stopping server waits for clients that keep a connection open without asking for anything. */
    private static final long IDLE_MILLIS = 100;

    private final Set<EndPoint> busy = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;
    private volatile Consumer<EndPoint> over = connection -> {};

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        busy.add(connection);
        Request.addCompletionListener(request, failure -> {
            over.accept(connection);
            busy.remove(connection);
            if (stopping) {
                letGo(connection);
            }
        });
        return super.handle(request, response, callback);
    }

    boolean isBusy(EndPoint connection) {
        return busy.contains(connection);
    }

    /** Has {@code over} told of each connection whose request is over. */
    void tell(Consumer<EndPoint> over) {
        this.over = over;
    }

    /** From now on a connection stays only while it has a request under way. */
    void stopping(Iterable<EndPoint> connections) {
        stopping = true;
        for (EndPoint connection : connections) {
            if (!busy.contains(connection)) {
                letGo(connection);
            }
        }
    }

    private static void letGo(EndPoint connection) {
        connection.setIdleTimeout(IDLE_MILLIS);
    }
}
