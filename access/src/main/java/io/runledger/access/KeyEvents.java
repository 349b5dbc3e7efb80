package io.runledger.access;

import io.runledger.access.keys.StoredKey;
import io.runledger.core.access.Principal;

/** Is told of every change of keys, so that the ledger has it. */
public interface KeyEvents {
    /** @param by who created it */
    void created(StoredKey key, Principal by);

    /** @param by who revoked it */
    void revoked(StoredKey key, Principal by);
}
