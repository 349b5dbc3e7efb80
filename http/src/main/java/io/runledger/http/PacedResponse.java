package io.runledger.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose reader must take it: who does not is cut off, for a thread waits with what it writes. Streams of events keep
 * time themselves.
 */
final class PacedResponse extends Response.Wrapper {
    private static final long NANOS_A_BYTE = Duration.ofSeconds(1).toNanos() / (32 * 1024);

    private final Scheduler scheduler;
    private final EndPoint connection;
    private final long patienceNanos;
    // By one thread at a time: a write begins after the one before.
    private long bytes;
    private long waitedNanos;

    /** @param patience how long all of the answer may wait for its reader, and a little longer for each byte */
    PacedResponse(Request request, Response response, Duration patience) {
        super(request, response);
        this.scheduler = request.getConnectionMetaData().getConnector().getScheduler();
        this.connection = request.getConnectionMetaData().getConnection().getEndPoint();
        this.patienceNanos = patience.toNanos();
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
        String type = getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (content == null || !content.hasRemaining() || EventStream.CONTENT_TYPE.equals(type)) {
            super.write(last, content, callback);
            return;
        }
        bytes += content.remaining();
        long began = System.nanoTime();
        Scheduler.Task alarm = scheduler.schedule(
                connection::close,
                Math.max(1, patienceNanos + bytes * NANOS_A_BYTE - waitedNanos),
                TimeUnit.NANOSECONDS);
        super.write(last, content, new Callback.Nested(callback) {
            @Override
            public void completed() {
                alarm.cancel();
                waitedNanos += System.nanoTime() - began;
            }
        });
    }
}
