package io.runledger.endtoend.ledger;

import io.runledger.standalone.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The broker in a process of its own, to be killed. */
final class BrokerMain {
    private BrokerMain() {}

    /** @param arguments its directory and its port */
    public static void main(String[] arguments) throws Exception {
        EmbeddedBroker broker =
                EmbeddedBroker.start(Path.of(arguments[0]), "127.0.0.1", Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop"));
        new CountDownLatch(1).await(); // until the process is stopped
    }
}
