package io.runledger.http;

import io.runledger.http.tls.ServerTls;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Takes connections: HTTP/1.1, with TLS if there is a certificate, and nothing else then. */
final class HttpConnector extends ServerConnector {
    private static final int MOST_IO_THREADS = 16;
    private static final int FEWEST_IO_THREADS = 4;

    /** Read at once of a connection; the buffer is given back while nothing comes. Batches are long. */
    private static final int INPUT_BYTES = 64 * 1024;

    /** Connections that may wait to be accepted; what is beyond it waits for seconds until the client's system tries again. */
    private static final int MOST_UNACCEPTED = 1_024;

    private final UnderWay underWay;

    private HttpConnector(Server server, Scheduler scheduler, UnderWay underWay, ConnectionFactory... factories) {
        // Threads of its own: those that work may all wait, and what they wait for comes by these.
        super(server, ioThreads(), scheduler, null, -1, -1, factories);
        this.underWay = underWay;
    }

    /** @throws IllegalArgumentException if the certificate or its key cannot be used */
    static HttpConnector create(
            Server server, HttpConfiguration http, String host, int port, UnderWay underWay, ServerRules rules) {
        Scheduler scheduler = new ScheduledExecutorScheduler("http-time", false);
        @Nullable ServerTls tls = rules.tls().isOn() ? new ServerTls(rules.tls(), scheduler) : null;
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        http1.setInputBufferSize(INPUT_BYTES);
        HttpConnector connector = new HttpConnector(server, scheduler, underWay, factories(http, http1, tls));
        if (tls != null) {
            connector.addBean(tls);
        }
        LateHeads late =
                new LateHeads(connector, underWay::isBusy, rules.patience().silence());
        connector.addBean(late);
        underWay.tell(late::over);
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(MOST_UNACCEPTED);
        connector.setShutdownIdleTimeout(connector.getIdleTimeout());
        return connector;
    }

    private static ConnectionFactory[] factories(
            HttpConfiguration http, HttpConnectionFactory http1, @Nullable ServerTls tls) {
        if (tls == null) {
            return new ConnectionFactory[] {http1};
        }
        // By which names it may be asked for is told by RUNLEDGER_ALLOWED_HOSTS, not by the certificate.
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslConnectionFactory secured = new SslConnectionFactory(tls.factory(), http1.getProtocol());
        return new ConnectionFactory[] {new DetectorConnectionFactory(secured), new PlainTextRefusal(), http1};
    }

    private static QueuedThreadPool ioThreads() {
        return HttpServer.threads("http-io", MOST_IO_THREADS, FEWEST_IO_THREADS);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SocketChannelEndPoint connection = new WatchedEndPoint(channel, selector, key, getScheduler(), getExecutor());
        connection.setIdleTimeout(getIdleTimeout());
        return connection;
    }

    @Override
    public CompletableFuture<Void> shutdown() {
        CompletableFuture<Void> done = super.shutdown();
        underWay.stopping(
                getConnectedEndPoints().stream().map(Connections::ofRequests).toList());
        return done;
    }
}
