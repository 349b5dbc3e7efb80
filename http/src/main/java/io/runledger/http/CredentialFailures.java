package io.runledger.http;

import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.runledger.http.limits.Buckets;
import io.runledger.http.limits.Rate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who send wrong credentials, one after another, to slow down: after so many of an address, or of all addresses,
 * further <em>wrong</em> ones are answered with 429 in place of 401. A right one is always let in, so nobody can lock others out,
 * who may share an address with them (NAT, a proxy). It protects no secret, which cannot be found by trying. Requests
 * without any credential are not among them: there is nothing to check, and a browser asks its user only after a 401.
 * Nothing waits here, and nothing of a credential is logged. Thread-safe.
 */
final class CredentialFailures {
    private static final int MOST_ADDRESSES = 10_000;

    /** All addresses together may send as many as so many of them. */
    private static final int ALL = 50;

    private static final int NETWORK_BYTES = 8;

    private static final String ATTRIBUTE = CredentialFailure.class.getName();
    private static final String LOOKING = CredentialFailures.class.getName();

    private final @Nullable Buckets ofAddress;
    private final @Nullable Buckets ofAll;

    /** @param rate of an address; empty if there is no limit */
    CredentialFailures(Optional<Rate> rate) {
        this.ofAddress = rate.map(each -> new Buckets(each, MOST_ADDRESSES)).orElse(null);
        this.ofAll = rate.map(each -> new Buckets(each.times(ALL), 1)).orElse(null);
    }

    /** What the client is told: what it would have been, or to slow down. */
    ProblemException told(Context ctx, ProblemException refusal) {
        return told(
                ctx,
                refusal,
                ctx.header("Authorization") == null
                        ? CredentialFailure.MISSING
                        : refusal.credentialFailure().orElse(CredentialFailure.UNKNOWN));
    }

    /** Has the refusals of a route that takes credentials in another way, such as in its body, be told likewise. */
    void look(Context ctx) {
        ctx.attribute(LOOKING, this);
    }

    /** What the client of such a route is told. */
    static ProblemException ofRoute(Context ctx, ProblemException refusal) {
        @Nullable CredentialFailures looking = ctx.attribute(LOOKING);
        return looking == null
                ? refusal
                : refusal.credentialFailure()
                        .map(failure -> looking.told(ctx, refusal, failure))
                        .orElse(refusal);
    }

    private ProblemException told(Context ctx, ProblemException refusal, CredentialFailure failure) {
        ctx.attribute(ATTRIBUTE, failure);
        if (failure == CredentialFailure.MISSING || ofAddress == null || ofAll == null) {
            return refusal;
        }
        Optional<Duration> wait = ofAddress.take(network(ctx)).or(() -> ofAll.take(""));
        return wait.map(time -> ProblemException.tooManyRequests(
                        "the credential is not valid, as were too many before it; a valid one is let in at any time",
                        time))
                .orElse(refusal);
    }

    /** The address; of IPv6 the network, for who has one address there has all of them. */
    private static String network(Context ctx) {
        SocketAddress remote = ServletContextRequest.getServletContextRequest(ctx.req())
                .getConnectionMetaData()
                .getRemoteSocketAddress();
        @Nullable InetAddress address = remote instanceof InetSocketAddress socket ? socket.getAddress() : null;
        return address == null ? "" : network(address);
    }

    static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length <= NETWORK_BYTES) {
            return address.getHostAddress();
        }
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address keeps its length", e);
        }
    }

    /** Counts them, by what was wrong. */
    static final class Counters {
        private final MeterRegistry registry;

        Counters(MeterRegistry registry) {
            this.registry = registry;
            for (CredentialFailure failure : CredentialFailure.values()) {
                counter(failure);
            }
        }

        void count(Context ctx) {
            @Nullable CredentialFailure failure = ctx.attribute(ATTRIBUTE);
            if (failure != null) {
                counter(failure).increment();
            }
        }

        private Counter counter(CredentialFailure failure) {
            return Counter.builder("runledger.access.failures")
                    .description("Requests that were refused because they had no valid credential")
                    .tag("kind", failure.word())
                    .register(registry);
        }
    }
}
