package io.runledger.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Request bodies with a limit. What is over it is refused without being read. */
public final class RequestBody {
    private static final Set<String> LINES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines");

    private static final int UNPACKED_AT_ONCE = 16 * 1024;

    private RequestBody() {}

    /**
     * The bytes of a JSON body, unpacked.
     *
     * @param limit most bytes, of the body as it was sent and as it is unpacked
     * @throws ProblemException 413, 415, or 400 if it cannot be unpacked
     */
    public static byte[] json(Context ctx, int limit) throws IOException {
        HttpServletRequest request = ctx.req();
        if (!isJson(request.getContentType())) {
            throw ProblemException.unsupportedMediaType(
                    "send application/json in UTF-8, not " + request.getContentType());
        }
        boolean packed = isPacked(request.getHeader("Content-Encoding"));
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(ctx, limit);
        }
        byte[] bytes = request.getInputStream().readNBytes(limit + 1);
        if (packed && bytes.length <= limit) {
            bytes = unpacked(bytes, limit);
        }
        if (bytes.length > limit) {
            throw tooLarge(ctx, limit);
        }
        return bytes;
    }

    /**
     * The bytes of a body of any type, as they were sent.
     *
     * @param limit most bytes
     * @throws ProblemException 413, or 415 if they are packed for the way only
     */
    public static byte[] bytes(Context ctx, int limit) throws IOException {
        HttpServletRequest request = ctx.req();
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity")) {
            throw ProblemException.unsupportedMediaType("send the body as it is, without Content-Encoding");
        }
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(ctx, limit);
        }
        byte[] bytes = request.getInputStream().readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw tooLarge(ctx, limit);
        }
        return bytes;
    }

    /**
     * Whether the body says that it is one JSON value on each line.
     *
     * @throws ProblemException 415 if it is neither that nor JSON
     */
    public static boolean isLines(Context ctx) {
        String contentType = ctx.req().getContentType();
        if (contentType != null && isUtf8(contentType) && LINES.contains(type(contentType))) {
            return true;
        }
        if (isJson(contentType)) {
            return false;
        }
        throw ProblemException.unsupportedMediaType(
                "send application/json or application/x-ndjson in UTF-8, not " + contentType);
    }

    /**
     * The body as it comes in, unpacked. The reader keeps the limit: what is unpacked may be longer than what was sent.
     *
     * @param limit most bytes, of the body as it is sent
     * @throws ProblemException 413, 415, or 400 if it cannot be unpacked
     */
    public static InputStream stream(Context ctx, int limit) throws IOException {
        HttpServletRequest request = ctx.req();
        boolean packed = isPacked(request.getHeader("Content-Encoding"));
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(ctx, limit);
        }
        if (!packed) {
            return request.getInputStream();
        }
        try {
            return new GZIPInputStream(request.getInputStream(), UNPACKED_AT_ONCE) {
                /** The library's says 1 as long as there may be more, which is waited for then. */
                @Override
                public int available() throws IOException {
                    return in.available();
                }
            };
        } catch (ZipException | EOFException e) {
            throw notPacked();
        }
    }

    /** What a {@link ZipException} or an {@link EOFException} of an unpacked body means. */
    public static ProblemException notPacked() {
        return ProblemException.malformed("the body is not gzip, or not all of it");
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return true;
        }
        String type = type(contentType);
        return isUtf8(contentType)
                && (type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json")));
    }

    private static String type(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isUtf8(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].replaceAll("[\\s\"]", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPacked(@Nullable String encoding) {
        if (encoding == null || encoding.isBlank() || encoding.strip().equalsIgnoreCase("identity")) {
            return false;
        }
        if (encoding.strip().equalsIgnoreCase("gzip")) {
            return true;
        }
        throw ProblemException.unsupportedMediaType("send the body as it is or with Content-Encoding: gzip");
    }

    private static byte[] unpacked(byte[] bytes, int limit) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readNBytes(limit + 1);
        } catch (ZipException | EOFException e) {
            throw notPacked();
        }
    }

    /** Closes the connection after the answer: reading on to the next request would mean reading the body. */
    private static ProblemException tooLarge(Context ctx, int limit) {
        ctx.header("Connection", "close");
        return ProblemException.tooLarge("the body has more than " + limit + " bytes")
                .with("limit", limit);
    }
}
