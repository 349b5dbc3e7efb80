package io.runledger.schemas.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The path and query of a request, percent-encoded (RFC 3986, 2.1): a space is {@code %20} in both, for only HTML
 * forms read a {@code +} as one. Immutable.
 */
public final class Target {
    private final String text;

    private Target(String text) {
        this.text = text;
    }

    /** A path of segments, such as ids, that may have any characters. */
    public static Target path(String... segments) {
        StringBuilder path = new StringBuilder();
        for (String segment : segments) {
            path.append('/').append(encoded(segment));
        }
        return new Target(path.toString());
    }

    /** The same with a query parameter more. */
    public Target with(String name, String value) {
        char separator = text.indexOf('?') < 0 ? '?' : '&';
        return new Target(text + separator + encoded(name) + '=' + encoded(value));
    }

    /** One segment, name or value. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text;
    }
}
