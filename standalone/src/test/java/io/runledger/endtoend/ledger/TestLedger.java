package io.runledger.endtoend.ledger;

import io.runledger.access.keys.Keys;
import io.runledger.standalone.up.DataDirectory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.opentest4j.TestAbortedException;

/**
 * The ledger that tests speak to: one of their own in this process, or one that runs elsewhere and is used from outside. What
 * cannot be done from there aborts the test, which is reported as skipped then.
 */
public interface TestLedger extends AutoCloseable {
    /** What the ledgers of the tests are sealed with, but for those of {@link LedgerProcess}, which make a key of their own. */
    String GUARD_KEY = "the guard key of the tests";

    /** Kept in a directory, so that another one can go on with what this one leaves. */
    static TestLedger on(Path directory) throws Exception {
        requireOwn();
        return new OwnedLedger(DataDirectory.open(directory, null), Map.of(), true);
    }

    /** The same without a guard, so that the test decides. */
    static TestLedger undecided(Path directory) throws Exception {
        requireOwn();
        return new OwnedLedger(DataDirectory.open(directory, null), Map.of(), false);
    }

    static TestLedger ephemeral() throws Exception {
        return ephemeral(Map.of(), true);
    }

    /** With settings that win over the environment. */
    static TestLedger ephemeral(Map<String, String> settings) throws Exception {
        return ephemeral(settings, true);
    }

    /** @param deciding whether there is a guard in it */
    static TestLedger ephemeral(Map<String, String> settings, boolean deciding) throws Exception {
        Optional<TestLedger> attached = AttachedLedger.current();
        if (attached.isPresent() && settings.isEmpty() && deciding) {
            return attached.get();
        }
        requireOwn();
        return new OwnedLedger(DataDirectory.ephemeral(null), settings, deciding);
    }

    private static void requireOwn() {
        if (AttachedLedger.current().isPresent()) {
            throw fromOutside();
        }
    }

    private static TestAbortedException fromOutside() {
        return new TestAbortedException("this cannot be tested from outside a ledger");
    }

    LedgerApi api();

    String bootstrapServers();

    /** The base URL of the registry's Confluent API. */
    String registryUrl();

    /** How many readers follow events. */
    default int tails() {
        throw fromOutside();
    }

    /** Everything but the broker and the registry. */
    default void stopServices() {
        throw fromOutside();
    }

    /** On another port, with what the log and the data directory have. */
    default void startServicesAgain() throws Exception {
        throw fromOutside();
    }

    /** The same, where they were. */
    default void startServicesWhereTheyWere() throws Exception {
        throw fromOutside();
    }

    default void stopBroker() throws Exception {
        throw fromOutside();
    }

    /** Where it was, with what it had. */
    default void startBrokerAgain() throws Exception {
        throw fromOutside();
    }

    /** Throws the views away and makes them again from the log. The API is at another port then. */
    default void replay() throws Exception {
        throw fromOutside();
    }

    default Set<String> routes() {
        throw fromOutside();
    }

    /** The keys of a ledger that requires them. */
    default Keys keys() {
        throw fromOutside();
    }

    /** For good: what the ledger needs the registry for is not answered any more. */
    default void stopRegistry() {
        throw fromOutside();
    }

    /** Where the broker keeps its segments. */
    default Path segments() {
        throw fromOutside();
    }

    /** Where the views are kept. */
    default Path state() {
        throw fromOutside();
    }

    @Override
    default void close() {}

    /**
     * For a service that starts soon. It is below the ports that systems give out by themselves, and no other for some thousand
     * calls: so nobody takes it before the service has started, not even a test in another process.
     */
    static int freePort() throws IOException {
        for (int tries = 0; tries < 1_000; tries++) {
            int port = Ports.FIRST + Math.floorMod(Ports.NEXT.getAndIncrement(), Ports.COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port is free from " + Ports.FIRST + " on");
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        }
    }

    /** Where {@link #freePort} looks: every process begins somewhere else. */
    final class Ports {
        private static final int FIRST = 20_000;
        private static final int COUNT = 12_000;
        private static final AtomicInteger NEXT = new AtomicInteger(new SecureRandom().nextInt(COUNT));

        private Ports() {}
    }
}
