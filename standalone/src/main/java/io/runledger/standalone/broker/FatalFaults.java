package io.runledger.standalone.broker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between Kafka and the end of this process: a fatal fault of the broker calls {@link Exit}, which would halt the
 * JVM without a word and without stopping anything else. Exit is static, so every broker of this JVM hears of a fault.
 */
final class FatalFaults {
    private static final Logger LOG = LoggerFactory.getLogger(FatalFaults.class);
    private static final Set<Consumer<String>> LISTENERS = ConcurrentHashMap.newKeySet();

    static {
        Exit.setHaltProcedure(FatalFaults::report);
        Exit.setExitProcedure(FatalFaults::report);
    }

    private FatalFaults() {}

    static void listen(Consumer<String> listener) {
        LISTENERS.add(listener);
    }

    static void forget(Consumer<String> listener) {
        LISTENERS.remove(listener);
    }

    /** Never returns: Kafka's callers count on the process being gone, so their thread ends here instead. */
    private static void report(int status, @Nullable String message) {
        String fault = message == null ? "exit status " + status : message;
        LOG.error("Fatal fault in the broker: {}", fault);
        LISTENERS.forEach(listener -> listener.accept(fault));
        throw new IllegalStateException("The broker met a fatal fault: " + fault);
    }
}
