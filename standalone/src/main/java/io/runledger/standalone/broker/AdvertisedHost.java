package io.runledger.standalone.broker;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/** The address a broker tells its clients to come back to. A wildcard such as 0.0.0.0 is bound, but never told. */
final class AdvertisedHost {
    private AdvertisedHost() {}

    static String of(String bindHost) {
        try {
            if (!InetAddress.getByName(bindHost).isAnyLocalAddress()) {
                return bindHost;
            }
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .filter(address -> !address.contains(":"))
                    .findFirst()
                    .orElse("127.0.0.1");
        } catch (UnknownHostException | SocketException e) {
            throw new IllegalArgumentException("No such host: " + bindHost, e);
        }
    }
}
