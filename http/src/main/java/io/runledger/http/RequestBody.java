package io.runledger.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Request bodies with a limit. What is over it is refused without being read. */
public final class RequestBody {
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

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return true;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        String type = parts[0].strip();
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].replaceAll("[\\s\"]", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
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
            throw ProblemException.malformed("the body is not gzip, or not all of it");
        }
    }

    /** Closes the connection after the answer: reading on to the next request would mean reading the body. */
    private static ProblemException tooLarge(Context ctx, int limit) {
        ctx.header("Connection", "close");
        return ProblemException.tooLarge("the body has more than " + limit + " bytes")
                .with("limit", limit);
    }
}
