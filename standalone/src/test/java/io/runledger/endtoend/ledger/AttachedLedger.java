package io.runledger.endtoend.ledger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ledger that runs elsewhere, such as in containers: while one is attached, tests speak to it. */
public record AttachedLedger(LedgerApi api, String bootstrapServers, String registryUrl) implements TestLedger {
    private static volatile @Nullable TestLedger current;

    public static Optional<TestLedger> current() {
        return Optional.ofNullable(current);
    }

    /** From now on, or with null no longer. */
    public static void attach(@Nullable AttachedLedger ledger) {
        current = ledger;
    }
}
