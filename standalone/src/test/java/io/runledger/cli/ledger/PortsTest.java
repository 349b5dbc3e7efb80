package io.runledger.cli.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.standalone.terminal.ClearFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class PortsTest {
    @Test
    void namesOptionOfTakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> Ports.requireFree("127.0.0.1", port, "--kafka-port"))
                    .isInstanceOf(ClearFailure.class)
                    .hasMessageContaining(Integer.toString(port))
                    .hasMessageContaining("--kafka-port");
        }
    }
}
