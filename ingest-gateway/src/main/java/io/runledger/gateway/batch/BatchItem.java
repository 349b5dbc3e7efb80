package io.runledger.gateway.batch;

import io.runledger.gateway.append.Appended;
import io.runledger.gateway.append.Receipt;
import io.runledger.http.ProblemException;
import io.runledger.schemas.log.RecordKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of one item; what the log says of it is known after {@link #await}. For one thread. */
final class BatchItem {
    private static final Logger LOG = LoggerFactory.getLogger(BatchItem.class);

    private final int line;
    private final @Nullable RecordKey key;
    private final @Nullable CompletableFuture<Appended> outcome;
    private @Nullable Appended appended;
    private @Nullable ProblemException problem;

    private BatchItem(
            int line,
            @Nullable RecordKey key,
            @Nullable CompletableFuture<Appended> outcome,
            @Nullable ProblemException problem) {
        this.line = line;
        this.key = key;
        this.outcome = outcome;
        this.problem = problem;
    }

    /** One that is not sent. */
    static BatchItem refused(int line, ProblemException why) {
        return new BatchItem(line, null, null, why);
    }

    static BatchItem sent(int line, RecordKey key, CompletableFuture<Appended> outcome) {
        return new BatchItem(line, key, outcome, null);
    }

    /** Waits for what the log says. */
    void await() throws InterruptedException {
        if (outcome == null) {
            return;
        }
        try {
            appended = outcome.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException expected) {
                problem = expected;
            } else {
                LOG.error("an item of a batch failed", e.getCause());
                problem = ProblemException.failed("something went wrong here; the server's log tells more");
            }
        }
    }

    int line() {
        return line;
    }

    @Nullable
    RecordKey key() {
        return key;
    }

    @Nullable
    Receipt receipt() {
        return appended == null ? null : appended.receipt();
    }

    @Nullable
    ProblemException problem() {
        return problem;
    }

    int status() {
        if (problem != null) {
            return problem.status();
        }
        return appended != null && appended.isDuplicate() ? 200 : 201;
    }
}
