package io.runledger.http;

import io.javalin.http.Context;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipException;

/** Request bodies with a limit. What is over it is refused without being read. */
public final class RequestBody {
    private static final String FORM = "application/x-www-form-urlencoded";

    private RequestBody() {}

    /** Is told when reading waits for the client. */
    public interface Waiting {
        Waiting UNNOTICED = new Waiting() {
            @Override
            public void begin() {}

            @Override
            public void end() {}
        };

        void begin();

        /** May throw what ends the reading. */
        void end();
    }

    /**
     * The bytes of a JSON body, unpacked; none if there is no body.
     *
     * @param limit most bytes, of the body as it was sent and as it is unpacked
     * @throws ProblemException 413, 415, or 400 if it cannot be unpacked or is not UTF-8
     */
    public static byte[] json(Context ctx, int limit) throws IOException {
        if (hasBody(ctx) && type(ctx).filter(MediaType::isJson).isEmpty()) {
            throw unsupported(ctx, "application/json");
        }
        byte[] bytes = read(ctx, isPacked(ctx), limit);
        JsonText.requireUtf8(bytes, 0, bytes.length, "body", 1);
        return bytes;
    }

    /**
     * The bytes of a body of any type, as they were sent.
     *
     * @param limit most bytes
     * @throws ProblemException 413, or 415 if they are packed for the way only
     */
    public static byte[] bytes(Context ctx, int limit) throws IOException {
        if (!encodings(ctx).isEmpty()) {
            throw ProblemException.unsupportedMediaType("send the body as it is, without Content-Encoding");
        }
        return read(ctx, false, limit);
    }

    private static byte[] read(Context ctx, boolean packed, int limit) throws IOException {
        refuseDeclared(ctx, limit);
        ProblemException tooLarge = tooLarge(limit);
        try (InputStream in =
                open(packed, new SentBody(ctx.req().getInputStream(), limit, tooLarge, Waiting.UNNOTICED))) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw tooLarge;
            }
            return bytes;
        } catch (ZipException | EOFException e) {
            throw notPacked();
        } catch (ProblemException e) {
            throw e == tooLarge ? closing(ctx, e) : e;
        }
    }

    /**
     * Whether the body says that it is one JSON value on each line.
     *
     * @throws ProblemException 415 if it is neither that nor JSON
     */
    public static boolean isLines(Context ctx) {
        Optional<MediaType> type = type(ctx);
        if (type.filter(MediaType::isLines).isPresent()) {
            return true;
        }
        if (type.filter(MediaType::isJson).isPresent() || !hasBody(ctx)) {
            return false;
        }
        throw unsupported(ctx, "application/json or application/x-ndjson");
    }

    /**
     * The body as it comes in, unpacked. The reader keeps the limit of what is unpacked, which may be longer than what was sent.
     * It throws {@link ProblemException} if the rest cannot come.
     *
     * @param limit most bytes, of the body as it is sent
     * @param waiting is told when the reader waits for more to come
     * @throws ProblemException 413 or 415
     */
    public static InputStream stream(Context ctx, int limit, Waiting waiting) throws IOException {
        boolean packed = isPacked(ctx);
        refuseDeclared(ctx, limit);
        return open(packed, new SentBody(ctx.req().getInputStream(), limit, tooLarge(limit), waiting));
    }

    private static InputStream open(boolean packed, InputStream sent) {
        return packed ? new GzipMembers(sent) : sent;
    }

    /** What a {@link ZipException} or an {@link EOFException} of an unpacked body means. */
    public static ProblemException notPacked() {
        return ProblemException.malformed(
                "the body is not gzip to its end: it breaks off, is damaged, or continues with something else");
    }

    /**
     * Refuses what is no JSON for a route that may take a body, whether or not it looks at it: what a web page can send
     * without asking first is never JSON (Fetch standard, "CORS-safelisted request-header").
     *
     * @throws ProblemException 415
     */
    static void refuseOtherThanJson(Context ctx) {
        if (hasBody(ctx)
                && type(ctx).filter(type -> type.isJson() || type.isLines()).isEmpty()) {
            throw unsupported(ctx, "application/json");
        }
    }

    /** Whether there may be one: its length is not known before its end if it comes in chunks. */
    private static boolean hasBody(Context ctx) {
        return ctx.req().getContentLengthLong() > 0 || ctx.req().getHeader("Transfer-Encoding") != null;
    }

    private static Optional<MediaType> type(Context ctx) {
        List<String> types = Collections.list(ctx.req().getHeaders("Content-Type"));
        return types.size() == 1 ? MediaType.parse(types.get(0)) : Optional.empty();
    }

    private static ProblemException unsupported(Context ctx, String wanted) {
        String type = ctx.req().getHeader("Content-Type");
        ctx.header("Accept", wanted.replace(" or", ","));
        return ProblemException.unsupportedMediaType("send " + wanted + " in UTF-8 and say so in Content-Type, "
                + (type == null || type.isBlank() ? "which is missing" : "not " + type)
                + (type == null || type.toLowerCase(Locale.ROOT).startsWith(FORM)
                        ? "; with curl: -H 'Content-Type: application/json'"
                        : ""));
    }

    private static boolean isPacked(Context ctx) {
        List<String> encodings = encodings(ctx);
        if (encodings.isEmpty()) {
            return false;
        }
        if (encodings.equals(List.of("gzip")) || encodings.equals(List.of("x-gzip"))) { // RFC 9110, 8.4.1.3
            return true;
        }
        ctx.header("Accept-Encoding", "gzip, identity");
        throw ProblemException.unsupportedMediaType("send the body as it is or with Content-Encoding: gzip");
    }

    /** How the body is packed, in lower case; none if it is as it is. */
    private static List<String> encodings(Context ctx) {
        return Collections.list(ctx.req().getHeaders("Content-Encoding")).stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(encoding -> encoding.strip().toLowerCase(Locale.ROOT))
                .filter(encoding -> !encoding.isEmpty() && !encoding.equals("identity"))
                .toList();
    }

    private static void refuseDeclared(Context ctx, int limit) {
        if (ctx.req().getContentLengthLong() > limit) {
            throw closing(ctx, tooLarge(limit));
        }
    }

    private static ProblemException tooLarge(int limit) {
        return ProblemException.tooLarge("the body has more than " + limit + " bytes")
                .with("limit", limit);
    }

    /** Closes the connection after the answer: reading on to the next request would mean reading the body. */
    private static ProblemException closing(Context ctx, ProblemException problem) {
        ctx.header("Connection", "close");
        return problem;
    }
}
