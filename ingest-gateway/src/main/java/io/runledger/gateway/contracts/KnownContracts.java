package io.runledger.gateway.contracts;

import io.runledger.schemas.contract.PayloadContract;
import io.runledger.schemas.contract.PayloadContracts;
import io.runledger.schemas.wire.RegisteredSchema;
import io.runledger.schemas.wire.RegistrySubjects;
import io.runledger.schemas.wire.RegistryUnavailableException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest payload contract of each event type, in memory: the door never waits for the registry. They are read at the
 * start, then again and again in the background; one that is put through this gateway holds at once. While the registry is
 * away, those that are known stay in force. Thread-safe.
 */
public final class KnownContracts implements PayloadContracts, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KnownContracts.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(5);

    private final RegistrySubjects registry;
    private final ScheduledExecutorService refreshing = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "payload-contracts");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Map<String, Known> known = Map.of();
    private Set<String> unusable = Set.of();
    private boolean away;

    public KnownContracts(URI registry) {
        this.registry = new RegistrySubjects(registry, PATIENCE);
    }

    private record Known(RegisteredSchema registered, PayloadContract contract) {
        static Known of(RegisteredSchema registered) {
            return new Known(registered, new PayloadContract(registered.schema()));
        }
    }

    /**
     * Reads the contracts and begins to follow them.
     *
     * @param refresh how often they are read again
     * @throws RegistryUnavailableException if the registry does not answer
     */
    @SuppressWarnings("FutureReturnValueIgnored") // ends with its executor, and tells its failures itself
    public static KnownContracts start(URI registry, Duration refresh) {
        KnownContracts contracts = new KnownContracts(registry);
        boolean complete = false;
        try {
            contracts.load();
            complete = true;
        } finally {
            if (!complete) {
                contracts.close();
            }
        }
        long pause = refresh.toMillis();
        contracts.refreshing.scheduleWithFixedDelay(contracts::refresh, pause, pause, TimeUnit.MILLISECONDS);
        return contracts;
    }

    @Override
    public Optional<PayloadContract> of(String eventType) {
        return Optional.ofNullable(known.get(eventType)).map(Known::contract);
    }

    /** The registry's own answers, for those who ask for more than the newest. */
    public RegisteredContracts registered() {
        return new RegisteredContracts(registry, this);
    }

    /** A version that was just put; an older one than is known changes nothing. */
    synchronized void adopt(String eventType, RegisteredSchema registered) {
        Known current = known.get(eventType);
        if (current == null || current.registered.version() < registered.version()) {
            Map<String, Known> next = new HashMap<>(known);
            next.put(eventType, Known.of(registered));
            known = next;
        }
    }

    /** Says once that the registry went, and once that it came back. */
    synchronized void refresh() {
        try {
            load();
            if (away) {
                away = false;
                LOG.info("the payload contracts are read from the registry again");
            }
        } catch (RegistryUnavailableException e) {
            if (!away && !refreshing.isShutdown()) {
                away = true;
                LOG.warn(
                        "the payload contracts cannot be read from the registry, those known so far stay in force: {}",
                        e.getMessage());
            }
        } catch (RuntimeException e) {
            LOG.error("reading the payload contracts failed, those known so far stay in force", e);
        }
    }

    /** All or, if the registry goes in the middle of it, nothing. */
    private synchronized void load() {
        Map<String, Known> next = new HashMap<>();
        Set<String> notAvro = new HashSet<>();
        Map<String, Optional<RegisteredSchema>> newest = new HashMap<>(registry.newest(PayloadContract.subject("")));
        for (String eventType : known.keySet()) { // a registry may list no more than so many
            String subject = PayloadContract.subject(eventType);
            if (!newest.containsKey(subject) && !registry.versions(subject).isEmpty()) {
                newest.put(subject, registry.latest(subject));
            }
        }
        newest.forEach((subject, latest) -> PayloadContract.eventType(subject).ifPresent(eventType -> {
            Known current = known.get(eventType);
            if (latest.isEmpty()) {
                notAvro.add(subject);
            } else if (current == null || !current.registered.equals(latest.get())) {
                current = Known.of(latest.get());
            }
            if (current != null) {
                next.put(eventType, current);
            }
        }));
        tell(next, notAvro);
        unusable = notAvro;
        known = next;
    }

    private void tell(Map<String, Known> next, Set<String> notAvro) {
        for (String subject : notAvro) {
            if (!unusable.contains(subject)) {
                LOG.warn(
                        "the newest version in the registry is no Avro schema and is passed over, subject={}", subject);
            }
        }
        for (String eventType : known.keySet()) {
            if (!next.containsKey(eventType)) {
                LOG.warn("the payload contract is gone from the registry and holds no more, event_type={}", eventType);
            }
        }
    }

    @Override
    public void close() {
        refreshing.shutdownNow();
        try {
            if (!refreshing.awaitTermination(CLOSES_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("reading the payload contracts did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
