package io.runledger.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a page came from (RFC 6454): scheme, host and port, which is the scheme's own if none is named. */
record WebOrigin(String scheme, HostName host) {
    private static final Pattern FORM = Pattern.compile("(https?)://([^/?#@]+)", Pattern.CASE_INSENSITIVE);
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Empty for what is no such origin: {@code null}, a page in a file or an extension, a list of origins. */
    static Optional<WebOrigin> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String scheme = form.group(1).toLowerCase(Locale.ROOT);
        return HostName.parse(form.group(2)).map(host -> new WebOrigin(scheme, host.withPort(port(scheme))));
    }

    /** Whether a request to this host goes to where the page came from. A proxy may have taken TLS away on the way. */
    boolean isOf(HostName asked) {
        return host.equals(asked.withPort(port(scheme)));
    }

    private static int port(String scheme) {
        return scheme.equals("http") ? HTTP : HTTPS;
    }
}
