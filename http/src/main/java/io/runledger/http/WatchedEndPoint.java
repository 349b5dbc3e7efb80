package io.runledger.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection that can be asked whether its client is still there. While a request is answered later nothing reads its
 * connection, and over HTTP/1.1 only reading tells that the other end was closed. What a client sent ahead of its next
 * request (pipelining) is kept for the server. A client that closes its own direction only, and still reads, counts as gone,
 * as with most servers. Thread-safe.
 */
final class WatchedEndPoint extends SocketChannelEndPoint {
    private static final int AHEAD_BYTES = 1024;

    private final Executor executor;
    private final Object reading = new Object();
    private ByteBuffer ahead = BufferUtil.EMPTY_BUFFER;

    WatchedEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, Executor executor) {
        super(channel, selector, key, scheduler);
        this.executor = executor;
    }

    /** Whether the client has closed the connection. Does not wait. Once it sent much ahead, that is not known. */
    boolean isGone() {
        boolean more;
        synchronized (reading) {
            if (!isOpen() || isInputShutdown()) {
                return true;
            }
            int before = ahead.remaining();
            if (before == AHEAD_BYTES) {
                return false;
            }
            // What is ahead may be the farewell of TLS, and the end come after it.
            ByteBuffer read = ByteBuffer.allocate(AHEAD_BYTES).put(ahead);
            try {
                if (getChannel().read(read) < 0) {
                    ahead = read.flip();
                    return true;
                }
            } catch (IOException e) {
                return true;
            }
            ahead = read.flip();
            more = ahead.remaining() > before;
        }
        if (more && getFillInterest().isInterested()) {
            executor.execute(() -> getFillInterest().fillable());
        }
        return false;
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        synchronized (reading) {
            if (ahead.hasRemaining()) {
                notIdle();
                return BufferUtil.append(buffer, ahead);
            }
            return super.fill(buffer);
        }
    }

    /** What was read ahead is there already, and the selector will not tell. */
    @Override
    protected void needsFillInterest() {
        boolean there;
        synchronized (reading) {
            there = ahead.hasRemaining();
        }
        if (there) {
            executor.execute(() -> getFillInterest().fillable());
        } else {
            super.needsFillInterest();
        }
    }
}
