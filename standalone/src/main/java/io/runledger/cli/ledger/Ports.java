package io.runledger.cli.ledger;

import io.runledger.standalone.terminal.ClearFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Looks at ports before anything is started on them, so that a taken one is one clear line. */
public final class Ports {
    private Ports() {}

    /** Returns the port itself, or a free one for 0. */
    static int requireFree(String host, int port, String option) {
        InetAddress address = address(host);
        try (ServerSocket socket = new ServerSocket()) {
            // Else a port whose last connections are still closing would count as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ClearFailure(
                    "Port " + port + " on " + host + " cannot be used (" + e.getMessage()
                            + "): stop what uses it, or choose another with " + option + ".",
                    e);
        }
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new ClearFailure("There is no host \"" + host + "\": choose another with --host.", e);
        }
    }
}
