package io.runledger.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body is taken in while it comes, as far as there is room, before any thread is given to it; then it is
 * read from here, and what is left from the connection. Bytes are copied: a chunk of the connection holds a whole buffer.
 */
final class GatheredRequest extends Request.Wrapper {
    private static final int FIRST = 4 * 1024;

    private final int most;
    private final AtomicLong room;
    private byte[] bytes = new byte[0];
    private int count;
    private Content.@Nullable Chunk end;
    private boolean given;

    /**
     * Prepares.
     *
     * @param most bytes of this body
     * @param room bytes that all bodies may still take together; what this one takes is given back when it is answered
     */
    GatheredRequest(Request request, int most, AtomicLong room) {
        super(request);
        this.most = most;
        this.room = room;
    }

    /** Calls {@code then} once, from any thread, when all of the body is here or no more of it is taken in. Does not block. */
    void gather(Runnable then) {
        while (true) {
            Content.@Nullable Chunk chunk = super.read();
            if (chunk == null) {
                super.demand(() -> gather(then));
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                end = chunk;
                then.run();
                return;
            }
            boolean isRoom = take(chunk);
            if (chunk.isLast()) {
                end = Content.Chunk.EOF;
            }
            chunk.release();
            if (end != null || !isRoom) {
                then.run();
                return;
            }
        }
    }

    /** Whether there is room for more. */
    private boolean take(Content.Chunk chunk) {
        ByteBuffer content = chunk.getByteBuffer();
        int length = content.remaining();
        if (count + length > bytes.length) {
            int wanted = Math.max(count + length, Math.max(FIRST, 2 * bytes.length));
            room.addAndGet(bytes.length - (long) wanted);
            bytes = Arrays.copyOf(bytes, wanted);
        }
        content.get(bytes, count, length);
        count += length;
        return count < most && room.get() > 0;
    }

    /** What was taken of the room. */
    void giveBack() {
        room.addAndGet(bytes.length);
    }

    @Override
    public Content.@Nullable Chunk read() {
        if (!given) {
            given = true;
            if (count > 0) {
                return Content.Chunk.from(ByteBuffer.wrap(bytes, 0, count), end == Content.Chunk.EOF);
            }
        }
        Content.@Nullable Chunk last = end;
        return last != null ? last : super.read();
    }

    @Override
    public void demand(Runnable arrived) {
        if (!given || end != null) {
            getComponents().getExecutor().execute(arrived);
        } else {
            super.demand(arrived);
        }
    }
}
