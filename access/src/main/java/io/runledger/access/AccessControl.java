package io.runledger.access;

import io.runledger.access.control.ControlTopic;
import io.runledger.access.keys.KeyTable;
import io.runledger.access.keys.Keys;
import io.runledger.access.oidc.Issuers;
import io.runledger.access.sessions.SessionTable;
import io.runledger.access.sessions.Sessions;
import io.runledger.http.AccessSession;
import io.runledger.http.Authentication;
import io.runledger.http.CredentialFailure;
import io.runledger.http.ProblemException;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopicException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Access control of one process: who a credential is, by the keys and sessions on the control topic and by the issuers of
 * tokens. It denies everything until it has read all of the topic, and when it could not read it for too long. Thread-safe.
 */
public final class AccessControl implements Authentication, AutoCloseable {
    private static final Duration FIRST_READ = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final @Nullable ControlTopic topic;
    private final @Nullable Known known;
    private final Duration patience;

    /** What there is where access control is on. */
    private record Known(Keys keys, Sessions sessions, Issuers issuers, Credentialed credentialed) {}

    private AccessControl(@Nullable ControlTopic topic, @Nullable Known known, Duration patience) {
        this.topic = topic;
        this.known = known;
        this.patience = patience;
    }

    /**
     * Starts it, if credentials are required, and returns when all keys were read.
     *
     * @throws LogTopicException if the control topic has other settings, cannot be made, or cannot be read
     */
    public static AccessControl start(LedgerConfig ledger, AccessConfig config) throws LogTopicException {
        if (!config.required()) {
            return off();
        }
        KeyTable table = new KeyTable(Clock.systemUTC());
        SessionTable sessions = new SessionTable(table, Clock.systemUTC());
        ControlTopic topic = ControlTopic.start(ledger, config.topic(), entry -> {
            table.apply(entry);
            sessions.apply(entry);
        });
        try {
            if (!topic.await(FIRST_READ)) {
                topic.close();
                throw new LogTopicException("topic " + config.topic() + ", which has the keys, cannot be read");
            }
        } catch (InterruptedException e) {
            topic.close();
            Thread.currentThread().interrupt();
            throw new LogTopicException("interrupted while reading topic " + config.topic());
        }
        Issuers issuers = new Issuers(config.oidc(), Clock.systemUTC());
        Known known = new Known(
                new Keys(topic, table),
                new Sessions(topic, sessions, config.sessions()),
                issuers,
                new Credentialed(table, sessions, issuers));
        return new AccessControl(topic, known, config.patience());
    }

    /** Where access control is off: everyone may do everything. */
    public static AccessControl off() {
        return new AccessControl(null, null, Duration.ZERO);
    }

    /** The keys; empty if access control is off. */
    public Optional<Keys> keys() {
        return Optional.ofNullable(known).map(Known::keys);
    }

    /** The sessions; empty if access control is off. */
    Optional<Sessions> sessions() {
        return Optional.ofNullable(known).map(Known::sessions);
    }

    /** The identity providers; empty if access control is off. */
    Optional<Issuers> issuers() {
        return Optional.ofNullable(known).map(Known::issuers);
    }

    @Override
    public AccessSession authenticate(List<String> authorization) {
        if (known == null || topic == null) {
            return Authentication.OFF.authenticate(authorization);
        }
        requireFresh(topic);
        Optional<String> credential = Credentials.of(authorization);
        AccessSession session = credential
                .flatMap(known.credentialed()::session)
                .orElseThrow(
                        () -> ProblemException.unauthenticated(
                                failure(authorization, credential, known.keys().table()),
                                credential.isPresent()
                                        ? "the credential is not valid, or not any more"
                                        : "send a key in the header Authorization: Bearer rlk_..., or as the password of Basic"));
        return new AccessSession(session.principal(), () -> session.valid().getAsBoolean() && isFresh(topic));
    }

    private static CredentialFailure failure(List<String> authorization, Optional<String> credential, KeyTable table) {
        if (credential.isEmpty()) {
            return authorization.isEmpty() ? CredentialFailure.MISSING : CredentialFailure.MALFORMED;
        }
        return Credentialed.failure(credential.get(), table);
    }

    private void requireFresh(ControlTopic control) {
        if (!isFresh(control)) {
            throw ProblemException.unavailable(
                    "the keys cannot be read from Kafka, and those that were read are too old", RETRY_AFTER);
        }
    }

    private boolean isFresh(ControlTopic control) {
        return control.age().filter(age -> age.compareTo(patience) <= 0).isPresent();
    }

    @Override
    public void close() {
        if (known != null) {
            known.issuers().close();
        }
        if (topic != null) {
            topic.close();
        }
    }
}
