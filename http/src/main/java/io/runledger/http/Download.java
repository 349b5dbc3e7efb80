package io.runledger.http;

import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An answer that is a file, sent while it is made. One that breaks off ends its connection, so that it never looks whole. */
public final class Download {
    private static final Logger LOG = LoggerFactory.getLogger(Download.class);
    private static final int BUFFER_BYTES = 32 * 1024;

    private Download() {}

    /** Writes the file's bytes. */
    @FunctionalInterface
    public interface Body {
        void write(OutputStream out) throws IOException;
    }

    /** Answers with 200 and a file. What {@code body} throws before anything was sent is thrown on. */
    public static void send(Context ctx, String mediaType, String fileName, Body body) throws IOException {
        ctx.status(200)
                .contentType(mediaType)
                .header("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
        try {
            OutputStream out = new BufferedOutputStream(new Paced(ctx.outputStream()), BUFFER_BYTES);
            body.write(out);
            out.flush();
        } catch (IOException | RuntimeException e) {
            if (!ctx.res().isCommitted()) {
                ctx.res().resetBuffer();
                throw e;
            }
            breakOff(ctx, e);
        }
    }

    /** Ends the connection of an answer that has begun and cannot continue. */
    public static void breakOff(Context ctx, Exception cause) {
        LOG.warn("a download broke off, route={}", ctx.endpoint().path, cause);
        ServletContextRequest.getServletContextRequest(ctx.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }

    /** Lets a reader wait some time, and more the more it has taken: what is read from is held all the while. */
    private static final class Paced extends FilterOutputStream {
        private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();
        private static final long NANOS_A_BYTE = Duration.ofSeconds(1).toNanos() / (256 * 1024);

        private long bytes;
        private long blocked;

        Paced(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] chunk, int offset, int length) throws IOException {
            long began = System.nanoTime();
            out.write(chunk, offset, length);
            blocked += System.nanoTime() - began;
            bytes += length;
            if (blocked > PATIENCE_NANOS + bytes * NANOS_A_BYTE) {
                throw new IOException("the reader takes less than 256 KiB a second");
            }
        }
    }
}
