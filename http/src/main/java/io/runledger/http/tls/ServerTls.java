package io.runledger.http.tls;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server needs for TLS, 1.2 and 1.3 only. It looks at its files every two seconds: new ones are used for new connections,
 * and those that are open stay. Files that cannot be used change nothing, and are logged once.
 */
public final class ServerTls extends AbstractLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final TlsConfig config;
    private final Scheduler scheduler;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();

    // By one thread at a time: the one that starts it, then the scheduler's.
    private PemFiles seen;
    private String failure = "";

    private volatile Scheduler.@Nullable Task next;

    /** @throws IllegalArgumentException if the files cannot be used; the message names the one that is wrong */
    public ServerTls(TlsConfig config, Scheduler scheduler) {
        this.config = config;
        this.scheduler = scheduler;
        this.seen = PemFiles.read(config);
        factory.setSslContext(seen.server());
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        factory.setRenegotiationAllowed(false);
        factory.setWantClientAuth(config.clientAuth() == ClientAuth.OPTIONAL);
        factory.setNeedClientAuth(config.clientAuth() == ClientAuth.REQUIRED);
    }

    /** For Jetty. */
    public SslContextFactory.Server factory() {
        return factory;
    }

    @Override
    protected void doStart() {
        schedule();
    }

    @Override
    protected void doStop() {
        Scheduler.Task task = next;
        if (task != null) {
            task.cancel();
        }
    }

    private void schedule() {
        next = scheduler.schedule(this::look, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (!isRunning()) {
            return;
        }
        try {
            PemFiles now = PemFiles.read(config);
            if (!now.isSameAs(seen)) {
                seen = now; // also if it is of no use: it is not tried again before it changes
                var context = now.server();
                factory.reload(reloaded -> reloaded.setSslContext(context));
                LOG.info("new TLS certificates are used from now on");
            }
            failure = "";
        } catch (Exception e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(failure)) {
                failure = reason;
                LOG.warn("new TLS certificates cannot be used, and those before them still are: {}", reason);
            }
        }
        schedule();
    }
}
