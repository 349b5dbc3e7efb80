package io.runledger.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ConnectionTest {
    /** Answers the first request with these bytes, and closes. */
    private static Connection answering(ServerSocket server, String bytes) throws IOException {
        Thread answering = new Thread(() -> {
            try (Socket socket = server.accept()) {
                assertThat(socket.getInputStream().read()).isEqualTo('G');
                socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
                socket.getOutputStream().flush();
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        answering.start();
        return new Connection(URI.create("http://127.0.0.1:" + server.getLocalPort()));
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void readsAnswersOfKnownLength() throws Exception {
        try (ServerSocket server = server();
                Connection connection =
                        answering(server, "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnope and more")) {
            Connection.Answer answer = connection.get("/");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo("nope");
            assertThatThrownBy(() -> answer.expecting(200))
                    .hasMessage("the ledger answered with 404 instead of 200: nope");
        }
    }

    @Test
    void readsAnswersInChunks() throws Exception {
        try (ServerSocket server = server();
                Connection connection = answering(
                        server,
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n")) {
            assertThat(connection.get("/").text()).isEqualTo("abc0123456789");
        }
    }

    @Test
    void doesNotTakeHalfAnAnswerForOne() throws Exception {
        try (ServerSocket server = server();
                Connection connection = answering(server, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")) {
            assertThatThrownBy(() -> connection.get("/")).isInstanceOf(EOFException.class);
        }
    }
}
