package io.runledger.gateway.requests;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a client would wait for its answer (RFC 7240, 4.3). What is no preference, or not one that is known here, is passed
 * over, as the RFC asks; more than a minute is a minute.
 *
 * @param patience up to a minute
 * @param stated whether the client said so
 */
public record Preference(Duration patience, boolean stated) {
    /** However long a client would wait. */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?:[,;]|$)", Pattern.CASE_INSENSITIVE);

    static Preference of(Context ctx, Duration otherwise) {
        String header = ctx.header("Prefer");
        Matcher wait = WAIT.matcher(header == null ? "" : header);
        if (!wait.find()) {
            return new Preference(otherwise, false);
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(wait.group(1)));
        return new Preference(asked.compareTo(LONGEST) > 0 ? LONGEST : asked, true);
    }

    /** Tells the client what was made of it. */
    void applied(Context ctx) {
        if (stated) {
            ctx.header("Preference-Applied", "wait=" + patience.toSeconds());
        }
    }
}
