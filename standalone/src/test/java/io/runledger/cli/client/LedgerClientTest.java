package io.runledger.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LedgerClientTest {
    @ParameterizedTest
    @CsvSource({
        "429, 7, PT7S",
        "502, , PT0S",
        "503, 0, PT0S",
        "504, 'Wed, 21 Oct 2026 07:28:00 GMT', PT0S",
        "200, 7, ",
        "404, , ",
        "500, 7, ",
    })
    void knowsWhatMayBeAnsweredOtherwiseLater(int status, @Nullable String retryAfter, @Nullable Duration expected)
            throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            LedgerClient ledger =
                    new LedgerClient("http://127.0.0.1:" + server.getAddress().getPort());

            assertThat(LedgerClient.retryAfter(
                            ledger.answered(ledger.request("/x").build())))
                    .isEqualTo(Optional.ofNullable(expected));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void waitsNoLongerThanItsPatience() throws Exception {
        LedgerClient.Retry retry = new LedgerClient.Retry(Duration.ofSeconds(10));
        long began = System.nanoTime();

        assertThat(retry.pause(Duration.ofMillis(150))).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
        assertThat(retry.pause(Duration.ofSeconds(11))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }
}
