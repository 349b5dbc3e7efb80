package io.runledger.access.oidc;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of an issuer, which a thread of its own fetches: at first, every few minutes, and when a token names a key
 * that is not known. It fetches no more than once in {@link #LEAST}, whatever is asked, and few requests wait for it at a time:
 * anybody can send tokens with keys that nobody knows. Thread-safe.
 */
final class IssuerKeys implements JWKSource<SecurityContext>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    private static final Duration REFRESH = Duration.ofMinutes(5);
    private static final Duration LEAST = Duration.ofSeconds(5);
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final int MOST_WAITING = 8;
    private static final int FEWEST_RSA_BITS = 2048;

    private final URI issuer;
    private final IssuerClient client;
    private final Duration stale;
    private final Duration least;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "runledger-oidc");
        made.setDaemon(true);
        return made;
    });
    private final ScheduledFuture<?> looking;
    private volatile @Nullable Known known;
    private CompletableFuture<Void> fetch = CompletableFuture.completedFuture(null);
    private long begunAt;
    private boolean isFailing;

    /** @param at when they were fetched, as {@link System#nanoTime} tells it */
    private record Known(IssuerMetadata metadata, JWKSet keys, long at) {
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - at);
        }
    }

    /** Begins to fetch them, and does not wait for it. */
    IssuerKeys(URI issuer, IssuerClient client, Duration stale) {
        this(issuer, client, stale, LEAST);
    }

    /** @param least time between fetches */
    IssuerKeys(URI issuer, IssuerClient client, Duration stale, Duration least) {
        this.issuer = issuer;
        this.client = client;
        this.stale = stale;
        this.least = least;
        begunAt = System.nanoTime() - least.toNanos();
        begin();
        looking = thread.scheduleWithFixedDelay(this::look, least.toMillis(), least.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        Known last = known;
        if (last == null || last.age().compareTo(REFRESH) > 0) {
            begin();
        }
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws IssuerUnavailableException {
        List<JWK> found = selector.select(current().keys);
        if (found.isEmpty()) {
            await(soon());
            found = selector.select(current().keys);
        }
        return found;
    }

    /** Where its endpoints are. */
    IssuerMetadata metadata() throws IssuerUnavailableException {
        return current().metadata;
    }

    private Known current() throws IssuerUnavailableException {
        Known last = known;
        if (isOld(last)) {
            await(soon());
            last = known;
        }
        if (last == null || isOld(last)) {
            throw new IssuerUnavailableException("the issuer " + issuer + " cannot be reached");
        }
        return last;
    }

    private boolean isOld(@Nullable Known last) {
        return last == null || last.age().compareTo(stale) > 0;
    }

    /** A fetch that is under way, or begins now; one that is done if the last one began a moment ago. */
    private synchronized CompletableFuture<Void> soon() {
        begin();
        return fetch;
    }

    private synchronized void begin() {
        long now = System.nanoTime();
        if (fetch.isDone() && now - begunAt >= least.toNanos() && !thread.isShutdown()) {
            begunAt = now;
            fetch = CompletableFuture.runAsync(this::fetch, thread);
        }
    }

    private void await(CompletableFuture<Void> fetched) {
        if (fetched.isDone() || !waiting.tryAcquire()) {
            return;
        }
        try {
            fetched.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("the keys of an issuer do not come in time, issuer={}", issuer, e);
        } finally {
            waiting.release();
        }
    }

    private void fetch() {
        long at = System.nanoTime();
        try {
            IssuerMetadata metadata = IssuerMetadata.read(client.get(IssuerMetadata.address(issuer)), issuer);
            known = new Known(metadata, usable(JWKSet.parse(client.get(metadata.keys()))), at);
            isFailing = false;
        } catch (IOException | ParseException | RuntimeException e) {
            if (!isFailing) {
                LOG.warn("the keys of an issuer cannot be fetched, issuer={}: {}", issuer, e.toString());
            }
            isFailing = true;
        }
    }

    /** Without secrets, which would be keys to forge with, and without keys that are too short. */
    private static JWKSet usable(JWKSet keys) {
        return new JWKSet(keys.getKeys().stream()
                .filter(key -> KeyType.EC.equals(key.getKeyType())
                        || (KeyType.RSA.equals(key.getKeyType()) && key.size() >= FEWEST_RSA_BITS))
                .map(JWK::toPublicJWK)
                .toList());
    }

    @Override
    public void close() {
        looking.cancel(true);
        thread.shutdownNow();
    }
}
