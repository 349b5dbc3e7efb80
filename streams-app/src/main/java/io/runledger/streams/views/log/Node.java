package io.runledger.streams.views.log;

import org.apache.kafka.streams.state.HostInfo;

/** A process that has views, and where its peers reach it by HTTP. */
public record Node(String host, int port) {
    public static Node of(HostInfo info) {
        return new Node(info.host(), info.port());
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
