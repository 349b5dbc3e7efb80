package io.runledger.standalone.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Hears that a broker's start has failed at the moment it does. Kafka logs the reason then, and returns only after it has
 * tried for many seconds to shut down in order what never ran.
 */
final class FailedStart extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final List<String> LOGGERS = List.of("kafka.server.BrokerServer", "kafka.server.ControllerServer");
    private static final String FATAL = "Fatal error during";

    /** What Kafka says of an address that it cannot listen on; it names the address, its cause does not. */
    static final String BIND = "failed to bind";

    private final CompletableFuture<String> reason = new CompletableFuture<>();

    private final String thread;

    private FailedStart(String thread) {
        this.thread = thread;
    }

    /** @param thread the name of the one that starts the broker; another broker of this process may fail meanwhile */
    static FailedStart listen(String thread) {
        FailedStart listening = new FailedStart(thread);
        listening.start();
        loggers().forEach(logger -> logger.addAppender(listening));
        return listening;
    }

    /** Completes with the reason as Kafka tells it; never, if the start succeeds. */
    CompletableFuture<String> reason() {
        return reason.copy();
    }

    /** Why the start failed; empty if it did not, or not yet. */
    Optional<String> known() {
        return reason.isDone() ? Optional.of(reason.join()) : Optional.empty();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getThreadName().equals(thread)
                && event.getLevel().isGreaterOrEqual(Level.ERROR)
                && event.getFormattedMessage().contains(FATAL)) {
            reason.complete(deepest(event.getThrowableProxy()).orElse(event.getFormattedMessage()));
        }
    }

    /** The failures around it say only where it happened. */
    private static Optional<String> deepest(@Nullable IThrowableProxy thrown) {
        String message = null;
        for (@Nullable IThrowableProxy each = thrown; each != null; each = each.getCause()) {
            boolean saysMore = message == null || !message.contains(BIND);
            if (saysMore && each.getMessage() != null) {
                message = each.getMessage();
            }
        }
        return Optional.ofNullable(message);
    }

    @Override
    public void close() {
        loggers().forEach(logger -> logger.detachAppender(this));
        stop();
    }

    private static List<Logger> loggers() {
        return LOGGERS.stream()
                .map(LoggerFactory::getLogger)
                .filter(Logger.class::isInstance)
                .map(Logger.class::cast)
                .toList();
    }
}
