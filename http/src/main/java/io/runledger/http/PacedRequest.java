package io.runledger.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** A request whose body fails with {@link SlowSenderException} when it does not come fast enough, also when nothing comes at all. */
final class PacedRequest extends Request.Wrapper {
    private final Patience patience;
    private final Scheduler scheduler;

    // By one thread at a time: who reads demands, and reads again only after what was demanded.

    /** Bytes that came since the time to wait began. */
    private long came;

    private long waitedNanos;
    private long allWaitedNanos;
    private volatile Content.@Nullable Chunk failure;

    PacedRequest(Request request, Patience patience) {
        super(request);
        this.patience = patience;
        this.scheduler = request.getConnectionMetaData().getConnector().getScheduler();
    }

    @Override
    public Content.@Nullable Chunk read() {
        Content.@Nullable Chunk slow = failure;
        if (slow != null) {
            return slow;
        }
        Content.@Nullable Chunk chunk = super.read();
        if (chunk != null && !Content.Chunk.isFailure(chunk)) {
            long now = came + chunk.remaining();
            came = now < patience.enough() ? now : 0;
            waitedNanos = now < patience.enough() ? waitedNanos : 0;
        }
        return chunk;
    }

    @Override
    public void demand(Runnable arrived) {
        AtomicBoolean once = new AtomicBoolean();
        long began = System.nanoTime();
        long left = Math.min(
                patience.silence().toNanos() - waitedNanos, patience.deadline().toNanos() - allWaitedNanos);
        Scheduler.Task alarm = scheduler.schedule(
                () -> {
                    if (once.compareAndSet(false, true)) {
                        failure = Content.Chunk.from(tooSlow(), true);
                        getComponents().getExecutor().execute(arrived);
                    }
                },
                Math.max(1, left),
                TimeUnit.NANOSECONDS);
        super.demand(() -> {
            if (once.compareAndSet(false, true)) {
                alarm.cancel();
                long waited = System.nanoTime() - began;
                waitedNanos += waited;
                allWaitedNanos += waited;
                arrived.run();
            }
        });
    }

    private SlowSenderException tooSlow() {
        return new SlowSenderException("the rest of the body was waited for too long: at least " + patience.enough()
                + " bytes must come in " + patience.silence().toMillis() / 1000.0 + " s, and all of it in "
                + patience.deadline().toSeconds() + " s");
    }
}
