package io.runledger.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** JSON answers, written as a stream: a long list is never held as a whole. */
public final class JsonAnswer {
    /** What is written before this many bytes can still be taken back when the rest fails. */
    private static final int HELD = 32 * 1024;

    /**
     * An answer that breaks off must not look whole, so the generator closes no open object by itself; and the servlet
     * container closes its stream.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private JsonAnswer() {}

    /** Writes an answer's one JSON value. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    /** Answers with JSON in UTF-8. If {@code body} throws early, nothing has been sent and the error is answered instead. */
    public static void send(Context ctx, int status, Body body) throws IOException {
        send(ctx, status, "application/json", body);
    }

    /** Answers with a problem whose object {@code members} continues, for problems that have long lists to tell. */
    public static void send(Context ctx, ProblemException problem, Body members) throws IOException {
        Problems.retryAfter(problem, ctx);
        send(ctx, problem.status(), ProblemDetails.MEDIA_TYPE, out -> {
            out.writeStartObject();
            problem.writeFields(out);
            members.write(out);
            out.writeEndObject();
        });
    }

    /** One JSON value as UTF-8 on one line, for answers that are made of many. */
    public static byte[] line(Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = generator(bytes)) {
            body.write(out);
        }
        return bytes.toByteArray();
    }

    private static void send(Context ctx, int status, String contentType, Body body) throws IOException {
        Held held = new Held(ctx, status, contentType);
        try (JsonGenerator out = generator(held)) {
            body.write(out);
        }
        held.finish();
    }

    static JsonGenerator generator(OutputStream bytes) throws IOException {
        return FACTORY.createGenerator(bytes);
    }

    /** Keeps the beginning back until it is full or the answer is complete. */
    private static final class Held extends OutputStream {
        private final Context ctx;
        private final int status;
        private final String contentType;
        private final ByteArrayOutputStream beginning = new ByteArrayOutputStream(1024);
        private @Nullable OutputStream out;

        Held(Context ctx, int status, String contentType) {
            this.ctx = ctx;
            this.status = status;
            this.contentType = contentType;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (out == null && beginning.size() + length <= HELD) {
                beginning.write(bytes, offset, length);
            } else {
                released().write(bytes, offset, length);
            }
        }

        void finish() throws IOException {
            released();
        }

        private OutputStream released() throws IOException {
            if (out == null) {
                ctx.status(status).contentType(contentType);
                out = ctx.outputStream();
                beginning.writeTo(out);
            }
            return out;
        }
    }
}
