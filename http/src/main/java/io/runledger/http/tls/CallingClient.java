package io.runledger.http.tls;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP client with which a process calls others of its ledger, by plain HTTP or with TLS. When the files change it is
 * replaced; calls that are under way end with the one before. Thread-safe.
 */
public final class CallingClient {
    private static final Logger LOG = LoggerFactory.getLogger(CallingClient.class);
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final TlsConfig config;
    private final Duration connectLimit;
    private PemFiles seen;
    private HttpClient client;
    private String failure = "";
    private long lookedAt = System.nanoTime();

    /** @throws IllegalArgumentException if the files cannot be used; the message names the one that is wrong */
    public CallingClient(TlsConfig config, Duration connectLimit) {
        this.config = config.forCalls();
        this.connectLimit = connectLimit;
        this.seen = PemFiles.read(this.config);
        this.client = client(seen);
    }

    /** Of the processes that are called, where nothing else names them. */
    public String scheme() {
        return config.scheme();
    }

    public synchronized HttpClient get() {
        long now = System.nanoTime();
        if (now - lookedAt > EVERY_NANOS && !config.files().isEmpty()) {
            lookedAt = now;
            reload();
        }
        return client;
    }

    private void reload() {
        @Nullable PemFiles now = null;
        try {
            now = PemFiles.read(config);
            if (!now.isSameAs(seen)) {
                client = client(now);
                seen = now;
            }
            failure = "";
        } catch (IllegalArgumentException e) {
            if (now != null) {
                seen = now; // not tried again before it changes
            }
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(failure)) {
                failure = reason;
                LOG.warn("new TLS certificates cannot be used for calls: {}", reason);
            }
        }
    }

    private HttpClient client(PemFiles files) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connectLimit);
        return config.files().isEmpty()
                ? builder.build()
                : builder.sslContext(files.client()).build();
    }
}
