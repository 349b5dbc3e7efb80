package io.runledger.access.sessions;

import io.runledger.access.control.ControlTopic;
import io.runledger.core.access.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Begins and ends sessions: writes to the control topic, and returns when this process has read what it wrote. */
public final class Sessions {
    /** Of one credential; who signs in once more ends the oldest. */
    private static final int MOST = 20;

    /** Ended ones that are removed from the topic at a time. */
    private static final int SWEPT = 50;

    private final ControlTopic topic;
    private final SessionTable table;
    private final Duration lifetime;

    public Sessions(ControlTopic topic, SessionTable table, Duration lifetime) {
        this.topic = topic;
        this.table = table;
        this.lifetime = lifetime;
    }

    /** A new session; {@code end} is when it ends by itself. */
    public record Begun(SessionId id, Instant end) {}

    /**
     * Begins one, and removes what has ended.
     *
     * @param latest when the credential ends
     * @throws io.runledger.access.control.ControlUnavailableException if the topic cannot be written now
     */
    public Begun begin(Principal principal, Instant latest) throws InterruptedException {
        Instant now = table.now();
        Instant end = latest.isBefore(now.plus(lifetime)) ? latest : now.plus(lifetime);
        SessionId id = SessionId.random();
        topic.append(
                SessionTable.recordKey(id.digest()),
                StoredSession.of(principal, now, end).json());
        List<String> over = new ArrayList<>(table.ended());
        table.of(principal).stream().skip(MOST).forEach(over::add);
        for (String digest : over.subList(0, Math.min(SWEPT, over.size()))) {
            topic.remove(SessionTable.recordKey(digest));
        }
        return new Begun(id, end);
    }

    /**
     * Ends one in all processes, within a second. There need be none.
     *
     * @throws io.runledger.access.control.ControlUnavailableException if the topic cannot be written now
     */
    public void end(SessionId id) throws InterruptedException {
        if (table.has(id.digest())) {
            topic.remove(SessionTable.recordKey(id.digest()));
        }
    }
}
