package io.runledger.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cookie that only this ledger gets, only from its own pages, and that no script reads. Over TLS its name begins with
 * {@code __Host-}: then nobody else, such as a neighbouring host, can set it (RFC 6265bis, 4.1.3.2).
 */
public enum SessionCookie {
    /** Who is signed in. */
    SESSION("runledger-session"),
    /** What an attempt to sign in by an issuer is known by when it comes back. */
    SIGN_IN("runledger-sign-in");

    private static final String HOST = "__Host-";
    private static final String AUTHORIZATION = "Authorization";

    private static final Pattern VALUE = Pattern.compile("[\\w.-]{1,512}");

    private final String plain;

    SessionCookie(String plain) {
        this.plain = plain;
    }

    /**
     * The values of the request's {@code Authorization} headers; where it has none, what its session's cookie would be as one, so
     * that it may be passed on to another node.
     */
    public static List<String> credential(Context ctx) {
        List<String> sent = Collections.list(ctx.req().getHeaders(AUTHORIZATION));
        return sent.isEmpty()
                ? SESSION.of(ctx).map(session -> "Bearer " + session).stream().toList()
                : sent;
    }

    /** Whether it is a cookie, which a browser sends by itself, that says who asks. */
    static boolean isCredential(Context ctx) {
        return ctx.req().getHeader(AUTHORIZATION) == null && SESSION.of(ctx).isPresent();
    }

    /** Its value; empty if the request has none. */
    public Optional<String> of(Context ctx) {
        return value(ctx, HOST + plain).or(() -> ctx.req().isSecure() ? Optional.empty() : value(ctx, plain));
    }

    private static Optional<String> value(Context ctx, String name) {
        return Collections.list(ctx.req().getHeaders("Cookie")).stream()
                .flatMap(header -> Arrays.stream(header.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .filter(value -> VALUE.matcher(value).matches())
                .findFirst();
    }

    /** Has the browser keep it. */
    public void set(Context ctx, String value, Duration lifetime) {
        boolean secure = isSecure(ctx);
        ctx.res()
                .addHeader(
                        "Set-Cookie",
                        (secure ? HOST : "") + plain + "=" + value
                                + "; Path=/; Max-Age=" + Math.max(0, lifetime.toSeconds())
                                + "; HttpOnly; SameSite=Strict"
                                + (secure ? "; Secure" : ""));
    }

    public void clear(Context ctx) {
        set(ctx, "", Duration.ZERO);
    }

    /** Over TLS, also where it ends in front of this process: a page knows by what it was loaded. */
    private static boolean isSecure(Context ctx) {
        @Nullable String origin = ctx.header("Origin");
        return ctx.req().isSecure()
                || (origin != null && origin.toLowerCase(Locale.ROOT).startsWith("https://"));
    }
}
