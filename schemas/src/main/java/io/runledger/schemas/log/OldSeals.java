package io.runledger.schemas.log;

import java.util.Locale;

/**
 * What is believed of the records that are on a log when it is marked, which is at the first start of a version that seals
 * healing headers and refuses the empty key.
 */
public enum OldSeals {
    /** Healing headers without a seal: a ledger of a version before, which had a guard key. */
    UNSEALED,
    /** Those, and what was sealed with the empty key: a ledger of a version before, which had no guard key. */
    EMPTY_KEY,
    /** Nothing: a copy of the log of a ledger that seals. */
    NONE;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
