package io.runledger.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request's bytes as they come in. What keeps them from coming is a problem of the request, and so are too many. */
final class SentBody extends FilterInputStream {
    private final long limit;
    private final ProblemException tooLarge;
    private final RequestBody.Waiting waiting;
    private long count;

    /** @param tooLarge thrown after this many bytes */
    SentBody(InputStream in, long limit, ProblemException tooLarge, RequestBody.Waiting waiting) {
        super(in);
        this.limit = limit;
        this.tooLarge = tooLarge;
        this.waiting = waiting;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read;
        try {
            read = in.available() > 0 ? in.read(bytes, offset, length) : readLater(bytes, offset, length);
        } catch (IOException | RuntimeException e) {
            throw BrokenRequest.problem(e);
        }
        count += Math.max(0, read);
        if (count > limit) {
            throw tooLarge;
        }
        return read;
    }

    private int readLater(byte[] bytes, int offset, int length) throws IOException {
        waiting.begin();
        try {
            return in.read(bytes, offset, length);
        } finally {
            waiting.end();
        }
    }

    /** The server ends its streams itself. */
    @Override
    public void close() {}
}
