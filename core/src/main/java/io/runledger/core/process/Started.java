package io.runledger.core.process;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What was started so far, closed in reverse. Once closing has begun, whatever is still being started is closed as soon
 * as it arrives: Ctrl-C may come at any moment of a start. Thread-safe.
 */
public final class Started implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean closing;

    /**
     * Starts something that consists of parts, all of it or nothing: after a failure the parts that were started are closed.
     *
     * @param starting adds each part as soon as it is started; what it returns closes them
     */
    public static <T, E extends Exception, F extends Exception> T whole(Starting<T, E, F> starting) throws E, F {
        Started started = new Started();
        boolean complete = false;
        try {
            T whole = starting.start(started);
            complete = true;
            return whole;
        } finally {
            if (!complete) {
                started.close();
            }
        }
    }

    /** Starts the parts of something. */
    @FunctionalInterface
    public interface Starting<T, E extends Exception, F extends Exception> {
        T start(Started started) throws E, F;
    }

    public <T extends AutoCloseable> T add(T part) {
        synchronized (parts) {
            if (!closing) {
                parts.push(part);
                return part;
            }
        }
        closeQuietly(part);
        throw new IllegalStateException("stopping");
    }

    /** Has a part that was added before others closed before them, such as one that those wait for. */
    public void closeFirst(AutoCloseable part) {
        synchronized (parts) {
            if (parts.remove(part)) {
                parts.push(part);
            }
        }
    }

    public boolean isClosing() {
        synchronized (parts) {
            return closing;
        }
    }

    /** Returns when everything is closed, also to a second caller. */
    @Override
    public synchronized void close() {
        synchronized (parts) {
            closing = true;
        }
        AutoCloseable next = poll();
        while (next != null) {
            closeQuietly(next);
            next = poll();
        }
    }

    private @Nullable AutoCloseable poll() {
        synchronized (parts) {
            return parts.poll();
        }
    }

    /** One part that does not close must not keep the others open. */
    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(Started.class) // not before: logging begins when it is known where to
                    .warn("{} did not close in order: {}", part.getClass().getSimpleName(), e.toString());
        }
    }
}
