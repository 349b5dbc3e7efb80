package io.runledger.query.checkpoints;

import io.javalin.http.Context;
import io.runledger.http.ProblemException;
import io.runledger.streams.checkpoints.Precondition;
import io.runledger.streams.checkpoints.Precondition.Tags;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entity tags in {@code If-Match} and {@code If-None-Match} (RFC 9110, sections 8.8.3 and 13.1). */
final class EntityTags {
    static final String IF_MATCH = "If-Match";
    static final String IF_NONE_MATCH = "If-None-Match";

    /** One tag and what ends it. */
    private static final Pattern TAG =
            Pattern.compile("[ \\t,]*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"[ \\t]*(?:,[ \\t,]*|$)");

    private EntityTags() {}

    /**
     * What a request asks to hold.
     *
     * @throws ProblemException 400 if a header is not of this form
     */
    static Precondition precondition(Context ctx) {
        return new Precondition(tags(ctx, IF_MATCH, false), tags(ctx, IF_NONE_MATCH, true));
    }

    /** As it is written in a header. */
    static String quoted(String etag) {
        return "\"" + etag + "\"";
    }

    /** @param weak whether a weak tag may be the same as a strong one; else it is none */
    private static Optional<Tags> tags(Context ctx, String header, boolean weak) {
        String text = String.join(",", Collections.list(ctx.req().getHeaders(header)));
        return text.isBlank() ? Optional.empty() : Optional.of(parse(header, text.strip(), weak));
    }

    static Tags parse(String header, String text, boolean weak) {
        if (text.equals("*")) {
            return new Tags(true, Set.of());
        }
        Set<String> etags = new HashSet<>();
        Matcher tag = TAG.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!tag.region(at, text.length()).lookingAt()) {
                throw ProblemException.malformed(
                        header + " takes * or tags with commas between, each as it was in ETag, with its quotes");
            }
            if (weak || tag.group(1) == null) {
                etags.add(tag.group(2));
            }
            at = tag.end();
        }
        return new Tags(false, etags);
    }
}
