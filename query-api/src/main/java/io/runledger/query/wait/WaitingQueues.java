package io.runledger.query.wait;

import io.runledger.query.wait.Progress.Copy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Waiters by the views that they wait for, the ones that wait for the least first. Thread-safe. */
final class WaitingQueues {
    private final Map<Copy, Queue<Waiter>> queues = new HashMap<>();

    /** Whether views were here when their progress was last read. */
    private final Map<Copy, Boolean> wereHere = new HashMap<>();

    synchronized void add(Waiter waiter) {
        queues.computeIfAbsent(
                        waiter.copy(),
                        copy -> new PriorityQueue<>(
                                Comparator.comparingLong((Waiter w) -> w.next().offset())))
                .add(waiter);
    }

    /** Whether views that are waited for came or went since their progress was read: they need not have moved for that. */
    synchronized boolean haveComeOrGone(Progress progress) {
        return queues.keySet().stream()
                .anyMatch(copy -> !Boolean.valueOf(progress.isHere(copy)).equals(wereHere.get(copy)));
    }

    /** Takes out those whose first position is reached, and those that have ended. */
    synchronized List<Waiter> takeReached(ToLongFunction<Copy> reached, Consumer<Waiter> leaves) {
        List<Waiter> taken = new ArrayList<>();
        queues.forEach((copy, queue) -> {
            long offset = reached.applyAsLong(copy);
            boolean here = offset != AppliedOffsets.AWAY;
            wereHere.put(copy, here);
            if (!here) {
                queue.stream().filter(waiter -> waiter.leavesWithViews).forEach(leaves);
            }
            for (Waiter first = queue.peek(); first != null; first = queue.peek()) {
                if (!first.end.isDone() && first.next().offset() > offset) {
                    break;
                }
                taken.add(queue.remove());
            }
        });
        forgetEmpty();
        return taken;
    }

    /** They must not stay until the views come to what they waited for, which may be never. */
    synchronized void forgetEnded() {
        queues.values().forEach(queue -> queue.removeIf(waiter -> waiter.end.isDone()));
        forgetEmpty();
    }

    private void forgetEmpty() {
        queues.values().removeIf(Queue::isEmpty);
        wereHere.keySet().retainAll(queues.keySet());
    }
}
