package io.runledger.access;

import io.runledger.access.control.ControlTopic;
import io.runledger.access.keys.ApiKey;
import io.runledger.access.keys.KeyTable;
import io.runledger.access.keys.Keys;
import io.runledger.access.keys.StoredKey;
import io.runledger.http.AccessSession;
import io.runledger.http.Authentication;
import io.runledger.http.ProblemException;
import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopicException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Access control of one process: who a credential is, by the keys on the control topic. It denies everything until it has
 * read all of them, and when it could not read the topic for too long. Thread-safe.
 */
public final class AccessControl implements Authentication, AutoCloseable {
    private static final Duration FIRST_READ = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final @Nullable ControlTopic topic;
    private final @Nullable Keys keys;
    private final Duration patience;

    private AccessControl(@Nullable ControlTopic topic, @Nullable Keys keys, Duration patience) {
        this.topic = topic;
        this.keys = keys;
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
        ControlTopic topic = ControlTopic.start(ledger, config.topic(), table::apply);
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
        return new AccessControl(topic, new Keys(topic, table), config.patience());
    }

    /** Where access control is off: everyone may do everything. */
    public static AccessControl off() {
        return new AccessControl(null, null, Duration.ZERO);
    }

    /** The keys; empty if access control is off. */
    public Optional<Keys> keys() {
        return Optional.ofNullable(keys);
    }

    @Override
    public AccessSession authenticate(List<String> authorization) {
        if (keys == null || topic == null) {
            return Authentication.OFF.authenticate(authorization);
        }
        KeyTable table = keys.table();
        requireFresh(topic);
        Optional<String> credential = Credentials.of(authorization);
        StoredKey key = credential
                .flatMap(ApiKey::parse)
                .flatMap(table::authenticate)
                .orElseThrow(
                        () -> ProblemException.unauthenticated(
                                credential.isPresent()
                                        ? "the credential is not valid, or not any more"
                                        : "send a key in the header Authorization: Bearer rlk_..., or as the password of Basic"));
        String id = key.id();
        return new AccessSession(key.principal(), () -> table.isValid(id) && isFresh(topic));
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
        if (topic != null) {
            topic.close();
        }
    }
}
