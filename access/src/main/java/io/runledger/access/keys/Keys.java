package io.runledger.access.keys;

import io.runledger.access.control.ControlTopic;
import io.runledger.core.access.Principal;
import java.util.Optional;

/** Creates and revokes keys: writes to the control topic, and returns when this process has read what it wrote. */
public final class Keys {
    private final ControlTopic topic;
    private final KeyTable table;

    public Keys(ControlTopic topic, KeyTable table) {
        this.topic = topic;
        this.table = table;
    }

    public KeyTable table() {
        return table;
    }

    /** A new key and what is stored of it. */
    public record Created(ApiKey key, StoredKey stored) {}

    /** @throws io.runledger.access.control.ControlUnavailableException if the topic cannot be written now */
    public Created create(NewKey asked, Principal by) throws InterruptedException {
        ApiKey key = ApiKey.random();
        StoredKey stored = StoredKey.of(key, asked, by.name(), table.now());
        topic.append(KeyTable.recordKey(key.id()), stored.json());
        return new Created(key, stored);
    }

    /**
     * Revokes a key for good. Revoking it again changes nothing.
     *
     * @return what is stored of it then; empty if there is no such key
     * @throws io.runledger.access.control.ControlUnavailableException if the topic cannot be written now
     */
    public Optional<StoredKey> revoke(String id, Principal by) throws InterruptedException {
        Optional<StoredKey> found = table.key(id);
        if (found.isEmpty() || found.get().revokedAt() != null) {
            return found;
        }
        StoredKey revoked = found.get().revoked(by.name(), table.now());
        topic.append(KeyTable.recordKey(id), revoked.json());
        return Optional.of(revoked);
    }
}
