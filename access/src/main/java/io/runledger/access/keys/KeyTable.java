package io.runledger.access.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.runledger.access.control.ControlEntry;
import io.runledger.core.access.Role;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of a ledger, as the control topic has them. Thread-safe. */
public final class KeyTable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyTable.class);
    private static final String PREFIX = "key/";

    /** What a secret is compared with whose key does not exist, so that the answer takes as long. */
    private static final byte[] NO_DIGEST = new byte[32];

    private final Map<String, StoredKey> keys = new ConcurrentHashMap<>();
    private final Clock clock;

    public KeyTable(Clock clock) {
        this.clock = clock;
    }

    /** The key of a record of the control topic. */
    static byte[] recordKey(String id) {
        return (PREFIX + id).getBytes(UTF_8);
    }

    /** Takes a record of the control topic; what is not a key is none of its business. */
    public void apply(ControlEntry entry) {
        if (!entry.key().startsWith(PREFIX)) {
            return;
        }
        String id = entry.key().substring(PREFIX.length());
        byte[] value = entry.value();
        if (value == null) {
            keys.remove(id);
            return;
        }
        try {
            StoredKey key = StoredKey.read(value);
            if (!key.id().equals(id)) {
                throw new IOException("it names another id");
            }
            keys.put(id, key);
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            LOG.warn("the control topic has a key {} that cannot be read, nobody is authenticated by it", id);
            keys.remove(id);
        }
    }

    /** The stored key that a key is, if it is valid now. Takes the same time for every key of the right form. */
    public Optional<StoredKey> authenticate(ApiKey key) {
        @Nullable StoredKey stored = keys.get(key.id());
        boolean same = MessageDigest.isEqual(key.digest(), stored == null ? NO_DIGEST : stored.digestBytes());
        return stored != null && same && stored.isValid(clock.instant()) ? Optional.of(stored) : Optional.empty();
    }

    /** Whether a key is one of these and not valid now. Only its owner, who has the secret, makes this true. */
    public boolean hasEnded(ApiKey key) {
        StoredKey stored = keys.get(key.id());
        return stored != null
                && MessageDigest.isEqual(key.digest(), stored.digestBytes())
                && !stored.isValid(clock.instant());
    }

    /** Whether a key is still valid that was. */
    public boolean isValid(String id) {
        StoredKey stored = keys.get(id);
        return stored != null && stored.isValid(clock.instant());
    }

    public Optional<StoredKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** All of them, also revoked and expired ones, the newest first. */
    public List<StoredKey> all() {
        return keys.values().stream()
                .sorted(Comparator.comparing(StoredKey::createdAt).reversed().thenComparing(StoredKey::id))
                .toList();
    }

    /** Whether anybody can still administer keys. */
    public boolean hasAdmin() {
        Instant now = clock.instant();
        return keys.values().stream()
                .anyMatch(key -> key.isValid(now) && key.roles().contains(Role.ADMIN.word()));
    }

    Instant now() {
        return clock.instant();
    }
}
