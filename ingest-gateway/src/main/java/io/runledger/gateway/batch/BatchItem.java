package io.runledger.gateway.batch;

import io.runledger.gateway.append.AppendCallback;
import io.runledger.gateway.append.ContentPrint;
import io.runledger.gateway.append.Receipt;
import io.runledger.http.ProblemException;
import io.runledger.schemas.log.RecordKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of one item. Written by one thread, and read by another after {@link Batch#await}. */
final class BatchItem implements AppendCallback {
    private static final Logger LOG = LoggerFactory.getLogger(BatchItem.class);

    private final Batch batch;
    private final int line;
    private @Nullable RecordKey key;
    private @Nullable Receipt receipt;
    private boolean again;
    private @Nullable ProblemException problem;

    BatchItem(Batch batch, int line) {
        this.batch = batch;
        this.line = line;
    }

    /** The item was not sent. */
    void refuse(ProblemException why) {
        problem = why;
    }

    /** The item is about to be sent; its outcome follows. */
    void expect(RecordKey sent) {
        key = sent;
        batch.expect();
    }

    @Override
    public void accepted(Receipt known) {
        receipt = known;
        batch.settled();
    }

    @Override
    public void again(Receipt known, ContentPrint first) {
        again = true;
        accepted(known);
    }

    @Override
    public void failed(RuntimeException failure) {
        if (failure instanceof ProblemException expected) {
            problem = expected;
        } else {
            LOG.error("an item of a batch failed", failure);
            problem = ProblemException.failed("something went wrong here; the server's log tells more");
        }
        batch.settled();
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
        return receipt;
    }

    @Nullable
    ProblemException problem() {
        return problem;
    }

    boolean isDuplicate() {
        return again;
    }

    int status() {
        if (problem != null) {
            return problem.status();
        }
        return again ? 200 : 201;
    }
}
