package io.runledger.query.tail;

import io.runledger.http.AccessSession;
import io.runledger.http.Caller;
import io.runledger.http.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A request that is answered with what comes next, or with nothing when its time is over. */
final class LongPoll extends Tail {
    /** Of the records of one answer, as they are on the log. */
    private static final int MOST_BYTES = 1 << 20;

    private final Follower follower;
    private final int limit;
    private final long deadline;
    private final CompletableFuture<Optional<Answer>> answer = new CompletableFuture<>();

    /** @param next continues after the steps, also when there are none */
    record Answer(List<Follower.Step> steps, TailCursor next) {}

    LongPoll(Executor workers, Caller caller, AccessSession session, Follower follower, int limit, Duration wait) {
        super(workers, caller, session);
        this.follower = follower;
        this.limit = limit;
        deadline = System.nanoTime() + wait.toNanos();
        due(deadline);
    }

    @Override
    void step() {
        ProblemException ending = ending();
        if (ending != null) {
            answer.completeExceptionally(ending);
            ended();
            return;
        }
        List<Follower.Step> steps = follower.next(limit, MOST_BYTES);
        if (!steps.isEmpty() || System.nanoTime() - deadline >= 0) {
            answer.complete(Optional.of(new Answer(steps, follower.cursor())));
            ended();
        } else if (follower.hasMore()) {
            wake();
        }
    }

    @Override
    void abandon() {
        answer.complete(Optional.empty());
        ended();
    }

    /** Empty if the reader went away. */
    CompletableFuture<Optional<Answer>> answer() {
        return answer;
    }
}
