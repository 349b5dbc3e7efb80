package io.runledger.cli.load;

import io.runledger.cli.client.Answer;
import java.util.concurrent.atomic.LongAdder;

/** The counts of one file. Thread-safe. */
final class FileResult {
    private final String name;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder alreadyThere = new LongAdder();
    private final LongAdder refused = new LongAdder();

    FileResult(String name) {
        this.name = name;
    }

    void count(Answer answer) {
        if (answer.alreadyThere()) {
            alreadyThere.increment();
        } else if (answer.accepted()) {
            accepted.increment();
        } else {
            refused.increment();
        }
    }

    void countUnreadable() {
        refused.increment();
    }

    String name() {
        return name;
    }

    long refused() {
        return refused.sum();
    }

    long total() {
        return accepted.sum() + alreadyThere.sum() + refused.sum();
    }

    @Override
    public String toString() {
        return name + ": " + accepted.sum() + " accepted, " + alreadyThere.sum() + " already there, " + refused.sum()
                + " refused";
    }
}
