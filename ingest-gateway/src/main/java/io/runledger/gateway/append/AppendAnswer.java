package io.runledger.gateway.append;

import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The outcome of one append, for a request that waits for it. */
public final class AppendAnswer extends CompletableFuture<AppendAnswer.Accepted> implements AppendCallback {
    /**
     * It is on the log.
     *
     * @param first the content that it has there, if it had it before
     */
    public record Accepted(Receipt receipt, @Nullable ContentPrint first) {
        /** Whether it was there before. */
        public boolean again() {
            return first != null;
        }

        /** The record that is there, of the one that was sent now. */
        public <T extends SpecificRecord> T existing(T sent) {
            return first == null ? sent : first.existing(sent);
        }
    }

    @Override
    public void accepted(Receipt receipt) {
        complete(new Accepted(receipt, null));
    }

    @Override
    public void again(Receipt receipt, ContentPrint first) {
        complete(new Accepted(receipt, first));
    }

    @Override
    public void failed(RuntimeException failure) {
        completeExceptionally(failure);
    }
}
