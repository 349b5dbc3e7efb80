package io.runledger.access.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.runledger.access.control.ControlEntry;
import io.runledger.access.keys.KeyTable;
import io.runledger.access.keys.StoredKey;
import io.runledger.core.access.Principal;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of a ledger, as the control topic has them, by the digests of their ids. One of a key is worth what the key is
 * worth now: it ends when that is revoked. Thread-safe.
 */
public final class SessionTable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionTable.class);
    private static final String PREFIX = "session/";

    private final Map<String, StoredSession> sessions = new ConcurrentHashMap<>();
    private final KeyTable keys;
    private final Clock clock;

    public SessionTable(KeyTable keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** The key of a record of the control topic. */
    static byte[] recordKey(String digest) {
        return (PREFIX + digest).getBytes(UTF_8);
    }

    /** Takes a record of the control topic; what is no session is none of its business. */
    public void apply(ControlEntry entry) {
        if (!entry.key().startsWith(PREFIX)) {
            return;
        }
        String digest = entry.key().substring(PREFIX.length());
        byte[] value = entry.value();
        if (value == null) {
            sessions.remove(digest);
            return;
        }
        try {
            sessions.put(digest, StoredSession.read(value));
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            LOG.warn("the control topic has a session that cannot be read, nobody is authenticated by it");
            sessions.remove(digest);
        }
    }

    /** Whose session it is, if it is valid now. */
    public Optional<Principal> authenticate(SessionId id) {
        StoredSession session = sessions.get(id.digest());
        if (session == null || !clock.instant().isBefore(session.end())) {
            return Optional.empty();
        }
        return session.isOfKey()
                ? keys.key(session.credential())
                        .filter(key -> keys.isValid(key.id()))
                        .map(StoredKey::principal)
                : Optional.of(session.principal());
    }

    boolean has(String digest) {
        return sessions.containsKey(digest);
    }

    /** Digests of those that nobody can use any more. */
    List<String> ended() {
        Instant now = clock.instant();
        return sessions.entrySet().stream()
                .filter(each -> !now.isBefore(each.getValue().end()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Digests of those of a credential, the newest first. */
    List<String> of(Principal principal) {
        StoredSession wanted = StoredSession.of(principal, Instant.EPOCH, Instant.EPOCH);
        return sessions.entrySet().stream()
                .filter(each -> each.getValue().kind().equals(wanted.kind())
                        && each.getValue().credential().equals(wanted.credential()))
                .sorted(Comparator.comparing((Map.Entry<String, StoredSession> each) ->
                                each.getValue().createdAt())
                        .reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    Instant now() {
        return clock.instant();
    }
}
