package io.runledger.http;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;

/** With TLS a connection has two ends here: the socket, and within it the one by which requests come. Without they are the same. */
final class Connections {
    private static final String NO_PROTOCOL = "NONE";

    private Connections() {}

    /** The end by which requests come. */
    static EndPoint ofRequests(EndPoint socket) {
        return socket.getConnection() instanceof SslConnection tls ? tls.getSslEndPoint() : socket;
    }

    static EndPoint socket(EndPoint ofRequests) {
        return ofRequests instanceof EndPoint.Wrapper wrapper ? wrapper.unwrap() : ofRequests;
    }

    /** Whether the two ends still agree on how to talk. Until then nothing can be said to the other one. */
    static boolean isHandshake(EndPoint socket) {
        return socket.getConnection() instanceof SslConnection tls
                && tls.getSSLEngine().getSession().getProtocol().equals(NO_PROTOCOL);
    }
}
