package io.runledger.query.tail;

import io.javalin.http.Context;
import io.runledger.http.AccessSession;
import io.runledger.http.Caller;
import io.runledger.http.EventStream;
import io.runledger.http.JsonAnswer;
import io.runledger.http.ProblemException;
import io.runledger.query.answer.RecordJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * A stream of events that continues until the reader goes away, or is too slow, or the views do. Its last message then says
 * so. It reads the next page only when the connection has taken the one before.
 */
final class LiveStream extends Tail {
    /** Of the records of one page, as they are on the log; what a tail holds at most, but for a single larger record. */
    private static final int MOST_BYTES = 256 << 10;

    private static final int MOST_EVENTS = 500;

    /** How long a reader that is told to go has to take its last message. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** What a reader is asked to wait before it connects again. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Follower follower;
    private final TailLimits limits;
    private final Optional<Reset> reset;
    private final EventStream stream;
    private String announced;
    private long lastSent = System.nanoTime();
    private boolean begun;
    private boolean leaving;
    private long leaveBy;

    /**
     * Begins the answer; the request has to be asynchronous.
     *
     * @param reset why the reader does not continue where it was, if it does not
     */
    LiveStream(Executor workers, Follower follower, TailLimits limits, Optional<Reset> reset, Context ctx)
            throws IOException {
        super(workers, Caller.of(ctx), AccessSession.of(ctx));
        this.reset = reset;
        this.follower = follower;
        this.limits = limits;
        this.announced = follower.cursor().toString();
        this.stream = new EventStream(ctx, this::wake);
    }

    @Override
    void step() throws IOException {
        ProblemException ending = ending();
        if (stream.isFailed()) {
            ended();
        } else if (ending != null) {
            leave(ending);
        } else if (stream.isIdle()) {
            proceed();
        } else {
            bear();
        }
    }

    private void proceed() throws IOException {
        List<byte[]> events = new ArrayList<>();
        if (!begun) {
            begun = true; // with an id, so that a reader that loses the connection before any event misses none
            events.add(EventStream.event("retry: " + RETRY.toMillis(), "id: " + announced));
            if (reset.isPresent()) {
                events.add(EventStream.event(
                        "event: reset",
                        "id: " + announced,
                        EventStream.data(reset.get().json())));
            }
        }
        for (Follower.Step step : follower.next(MOST_EVENTS, MOST_BYTES)) {
            announced = step.cursor().toString();
            byte[] record = JsonAnswer.line(out -> RecordJson.record(step.record(), out));
            events.add(EventStream.event(
                    "id: " + announced, EventStream.data(new String(record, StandardCharsets.UTF_8))));
        }
        long now = System.nanoTime();
        if (events.isEmpty() && now - lastSent >= limits.heartbeat().toNanos()) {
            events.add(heartbeat());
        }
        if (!events.isEmpty()) {
            lastSent = now;
            stream.send(events);
            wake(); // for the next page; if the connection is full, to see since when
        } else if (follower.hasMore()) {
            wake();
        }
        due(lastSent + limits.heartbeat().toNanos());
    }

    /** An id without data is no event, but a reader remembers it: what a filter passed over is not looked at again. */
    private byte[] heartbeat() {
        String current = follower.cursor().toString();
        if (current.equals(announced)) {
            return EventStream.event(": heartbeat");
        }
        announced = current;
        return EventStream.event(": heartbeat", "id: " + current);
    }

    @Override
    void abandon() {
        stream.abort();
        ended();
    }

    private void bear() {
        long left = limits.patience().toNanos() - stream.blockedFor();
        if (left <= 0) {
            end(ProblemException.slowReader(
                    "nothing was read for " + limits.patience().toMillis()
                            + " ms while events were waiting; connect again with Last-Event-ID, nothing is lost"));
        }
        due(System.nanoTime() + left);
    }

    private void leave(ProblemException why) {
        long now = System.nanoTime();
        if (!leaving) {
            if (isCutOff() && !stream.isIdle()) { // what waits to be sent is not for this reader any more
                abandon();
                return;
            }
            leaving = true;
            leaveBy = now + GRACE.toNanos();
            due(leaveBy);
            String problem = new String(why.json(), StandardCharsets.UTF_8);
            stream.sendLast(EventStream.event("event: problem", EventStream.data(problem)));
        }
        if (stream.isIdle()) {
            ended();
        } else if (now - leaveBy >= 0) {
            stream.abort();
            ended();
        }
    }
}
