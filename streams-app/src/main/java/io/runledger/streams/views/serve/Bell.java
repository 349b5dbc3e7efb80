package io.runledger.streams.views.serve;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Rings when views of this process have moved, so that nobody who waits for them has to poll. Thread-safe. */
final class Bell {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** @param listener called by the threads that apply the log; must return at once */
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void ring() {
        listeners.forEach(Runnable::run);
    }
}
