package io.runledger.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host and port as a {@code Host} header, a request's target or an origin names them (RFC 3986, 3.2.2 and 3.2.3): the host in
 * lower case, without the dot that may end a full name; an IPv6 address in its brackets.
 *
 * @param port 0 if none is named
 */
record HostName(String host, int port) {
    private static final String NAME = "[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253}[A-Za-z0-9_])?";
    private static final Pattern FORM = Pattern.compile("(" + NAME + "|\\[[0-9A-Fa-f:.]{2,45}])\\.?(?::(\\d{1,5}))?");
    private static final Pattern LOOPBACK = Pattern.compile("127(?:\\.(?:0|[1-9]\\d{0,2})){3}");
    private static final int LAST_PORT = 65_535;

    /** Empty if it has another form. */
    static Optional<HostName> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int port = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
        return port > LAST_PORT
                ? Optional.empty()
                : Optional.of(new HostName(form.group(1).toLowerCase(Locale.ROOT), port));
    }

    /** Whether it is a name or an address that only this machine itself has. No name is looked up. */
    boolean isLoopback() {
        return host.equals("localhost")
                || LOOPBACK.matcher(host).matches()
                || address().filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** Whether it is this very address, written as an address. */
    boolean is(InetAddress address) {
        return host.equals(address.getHostAddress())
                || address().filter(address::equals).isPresent();
    }

    private Optional<InetAddress> address() {
        if (!host.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host)); // brackets hold an address only, so nothing is looked up
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** The same with the port that is meant where none is named. */
    HostName withPort(int meant) {
        return port == 0 ? new HostName(host, meant) : this;
    }

    @Override
    public String toString() {
        return port == 0 ? host : host + ":" + port;
    }
}
