package io.runledger.http;

import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/**
 * Server-sent events to one reader, as the HTML standard describes them. Nothing blocks and no thread waits: the servlet
 * container says when the connection takes bytes again. A blocked write would hold a thread for each slow reader, and could
 * be ended by nothing but closing the connection, without a last message.
 *
 * <p>At most one list of events is held: {@link #send} is for when {@link #isIdle} says that the reader has taken the one
 * before. For one thread at a time, but for the waking.
 */
public final class EventStream {
    public static final String CONTENT_TYPE = "text/event-stream";

    /** So much is given to the container at once; it gathers what is small. */
    private static final int CHUNK_BYTES = 8 * 1024;

    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r|\n");

    private final EndPoint connection;
    private final ServletOutputStream out;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int taken;
    private boolean unflushed;
    private boolean blocked;
    private long blockedSince;
    private volatile boolean open;
    private volatile boolean failed;

    /**
     * Begins the answer of a request that is asynchronous already.
     *
     * @param wake called from any thread when the connection takes bytes again, or when it is gone; must return at once
     */
    public EventStream(Context ctx, Runnable wake) throws IOException {
        connection = ServletContextRequest.getServletContextRequest(ctx.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        // Events of the last connection must not be answered from a cache, nor be gathered by a proxy.
        ctx.status(200)
                .contentType(CONTENT_TYPE)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
        out = ctx.res().getOutputStream();
        out.setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() {
                open = true;
                wake.run();
            }

            @Override
            public void onError(Throwable failure) {
                failed = true;
                wake.run();
            }
        });
    }

    /** An event in bytes: its lines without the empty one at its end. */
    public static byte[] event(String... lines) {
        return (String.join("\n", lines) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The lines of an event that carry a text: one each, for a line break of any kind ends a field. A reader puts them together
     * with line feeds between them.
     */
    public static String data(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0
                ? "data: " + text
                : "data: " + LINE_BREAK.matcher(text).replaceAll("\ndata: ");
    }

    /** Events that the reader gets when it takes them. */
    public void send(List<byte[]> events) {
        waiting.addAll(events);
        advance();
    }

    /** Whether everything that was sent has gone to the connection; sends on as far as it takes it. */
    public boolean isIdle() {
        advance();
        return waiting.isEmpty() && !unflushed && !blocked;
    }

    /** Whether the reader is gone; nothing more reaches it. */
    public boolean isFailed() {
        return failed;
    }

    /** How long the connection has taken no bytes though some are waiting, in nanoseconds. */
    public long blockedFor() {
        return blocked ? System.nanoTime() - blockedSince : 0;
    }

    /** Drops what waits, but for the rest of an event that was begun, and sends a last one instead. */
    public void sendLast(byte[] event) {
        byte[] begun = taken > 0 ? waiting.peek() : null;
        waiting.clear();
        if (begun != null) {
            waiting.add(begun);
        }
        send(List.of(event));
    }

    /** Closes the connection as it is, for a reader that takes nothing. */
    public void abort() {
        failed = true;
        waiting.clear();
        connection.close();
    }

    private void advance() {
        try {
            while (!failed && isWritable()) {
                byte[] event = waiting.peek();
                if (event != null) {
                    int length = Math.min(CHUNK_BYTES, event.length - taken);
                    unflushed = true;
                    out.write(event, taken, length);
                    taken += length;
                    if (taken == event.length) {
                        waiting.remove();
                        taken = 0;
                    }
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    return;
                }
            }
        } catch (IOException | IllegalStateException e) {
            failed = true; // the reader went away between two writes, or the container has given up its request
        }
    }

    private boolean isWritable() {
        boolean writable = open && out.isReady(); // before, the request's own thread may still be at work
        if (!writable && !blocked) {
            blockedSince = System.nanoTime();
        }
        blocked = !writable;
        return writable;
    }
}
