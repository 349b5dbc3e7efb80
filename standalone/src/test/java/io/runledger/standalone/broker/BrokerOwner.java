package io.runledger.standalone.broker;

import java.nio.file.Path;

/** A process of its own that runs a broker, says its cluster id and address and then does nothing until it is killed. */
final class BrokerOwner {
    private BrokerOwner() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), "127.0.0.1", 0);
        System.out.println(broker.clusterId());
        System.out.println(broker.bootstrapServers());
        broker.fatalFault().join();
    }
}
