package io.runledger.standalone.load;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in parallel, but those of one lane one after another in the order they came. A lane costs nothing once it is
 * empty, so there may be as many as there are runs. Tasks must not throw.
 */
final class SerialLanes {
    private final ExecutorService workers;
    private final Map<String, Queue<Runnable>> waiting = new HashMap<>();

    SerialLanes(int parallel) {
        workers = Executors.newFixedThreadPool(parallel);
    }

    void submit(String lane, Runnable task) {
        synchronized (waiting) {
            Queue<Runnable> queue = waiting.get(lane);
            if (queue != null) {
                queue.add(task);
                return;
            }
            waiting.put(lane, new ArrayDeque<>());
        }
        workers.execute(() -> drain(lane, task));
    }

    private void drain(String lane, Runnable first) {
        for (Runnable task = first; task != null; task = next(lane)) {
            task.run();
        }
    }

    private @Nullable Runnable next(String lane) {
        synchronized (waiting) {
            Queue<Runnable> queue = waiting.get(lane);
            Runnable task = queue == null ? null : queue.poll();
            if (task == null) {
                waiting.remove(lane);
            }
            return task;
        }
    }

    /** Takes no more tasks and waits for those submitted so far. */
    void finish() throws InterruptedException {
        workers.shutdown();
        // Unbounded on purpose: every task ends by itself, since the client's patience is bounded.
        workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }
}
