package io.runledger.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.core.settings.Settings;
import io.runledger.http.tls.CallingClient;
import io.runledger.http.tls.TestCertificates;
import io.runledger.http.tls.TlsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slow clients are dealt with by HTTPS as by HTTP. With TLS 1.2, where nothing comes of a server before it answers. */
class SlowTlsClientsTest extends SlowClientsTest {
    @TempDir
    private static Path directory;

    private static TlsConfig config;
    private static HttpClient client;

    private final IdentityHashMap<Socket, Socket> under = new IdentityHashMap<>();
    private int port;

    @BeforeAll
    static void certify() throws Exception {
        TestCertificates files = new TestCertificates(directory, "ca").issue("server", "EC");
        config = TlsConfig.from(new Settings(Map.of(
                "RUNLEDGER_TLS_CERT", files.certificate().toString(),
                "RUNLEDGER_TLS_KEY", files.key().toString(),
                "RUNLEDGER_TLS_CA", files.ca().toString())));
        client = new CallingClient(config, Duration.ofSeconds(5)).get();
    }

    @Override
    TlsConfig tls() {
        return config;
    }

    @Override
    Socket connect(int to) throws IOException {
        port = to;
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), to);
        SSLSocket secured =
                (SSLSocket) client.sslContext().getSocketFactory().createSocket(plain, "127.0.0.1", to, true);
        secured.setEnabledProtocols(new String[] {"TLSv1.2"});
        secured.startHandshake();
        under.put(secured, plain);
        return secured;
    }

    @Override
    boolean isAnswered(Socket socket) throws IOException {
        return under.getOrDefault(socket, socket).getInputStream().available() > 0;
    }

    @Override
    void endOutput(Socket socket) throws IOException {
        under.getOrDefault(socket, socket).shutdownOutput();
    }

    @Override
    HttpClient client() {
        return client;
    }

    @Test
    void doesNotWaitForAHandshakeForEver() throws Exception {
        connect(listening()).close();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            byte[] record = {22, 3, 1, 1, 0, 1}; // a handshake of 256 bytes, of which one is there
            socket.getOutputStream().write(record);
            long began = System.nanoTime();

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void keepsAConnectionOnWhichNothingIsAskedYet() throws Exception {
        Socket socket = connect(listening());
        socket.setSoTimeout(5_000);

        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        assertThat(RawHttp.answer(socket.getInputStream())).startsWith("HTTP/1.1 200");
    }
}
