package io.runledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.core.redaction.Redaction;
import io.runledger.core.settings.Settings;
import io.runledger.http.limits.Limits;
import io.runledger.http.tls.TlsConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallerGuardTest {
    private static final String JSON = "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
    private static final String NO_BODY = "Content-Length: 0\r\n\r\n";

    private final AtomicInteger written = new AtomicInteger();
    private HttpServer server;

    @BeforeAll
    void start() {
        Callers callers = Callers.from(new Settings(Map.of(
                "RUNLEDGER_ALLOWED_HOSTS", "ledger.example, other.example:81,[fd00::7]",
                "RUNLEDGER_ALLOWED_ORIGINS", "https://App.example",
                "RUNLEDGER_NODE_ADDRESS", "node-1:8082")));
        server = HttpServer.start(
                "127.0.0.1",
                0,
                new ServerRules(
                        Termination.prompt(),
                        callers,
                        Patience.usual(),
                        Limits.none(),
                        TlsConfig.none(),
                        Redaction.builtIn()),
                List.of(config -> {
                    config.routes.get("/things", ctx -> ctx.result("read"));
                    config.routes.post("/things", ctx -> ctx.result("written " + written.incrementAndGet()));
                    config.routes.patch("/things", ctx -> ctx.result("written " + written.incrementAndGet()));
                    config.routes.put("/things", ctx -> ctx.result("written " + written.incrementAndGet()));
                    config.routes.delete("/things", ctx -> ctx.result("written " + written.incrementAndGet()));
                }));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:8080",
                "127.9.8.7",
                "localhost",
                "LOCALHOST:1",
                "localhost.",
                "localhost.:8080",
                "[::1]:8080",
                "[0:0:0:0:0:0:0:1]",
                "ledger.example",
                "Ledger.Example:9000",
                "ledger.example.:9000",
                "other.example:81",
                "[fd00::7]:5",
                "node-1:8082"
            })
    void answersToItsOwnNames(String host) throws IOException {
        assertThat(get("Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attacker.example",
                "attacker.example:8080",
                "127.0.0.1.attacker.example",
                "localhost.attacker.example",
                "attacker.localhost.example",
                "sub.ledger.example",
                "other.example",
                "other.example:82",
                "node-1:8083",
                "0.0.0.0:8080",
                "[::]",
                "[::2]",
                "[fd00::8]",
                "10.0.0.1",
                "128.0.0.1",
                "127.0.0.1..",
                "127.0.0.256x",
                "2130706433",
                "x"
            })
    void refusesOtherHosts(String host) throws IOException {
        String answer = get("Host: " + host);

        assertThat(answer).startsWith("HTTP/1.1 421").contains("application/problem+json", "RUNLEDGER_ALLOWED_HOSTS");
        assertThat(answer).doesNotContain("read");
    }

    @Test
    void doesNotTrustWhatAnyClientCanSay() throws IOException {
        assertThat(get("Host: attacker.example\r\nX-Forwarded-Host: 127.0.0.1\r\nForwarded: host=localhost"))
                .startsWith("HTTP/1.1 421");
        assertThat(get("Host: 127.0.0.1\r\nX-Forwarded-Host: attacker.example")).startsWith("HTTP/1.1 200");
    }

    @Test
    void looksAtTheTargetToo() throws IOException {
        String answer = RawHttp.exchange(
                server.port(), "GET http://attacker.example/things HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

        assertThat(answer).doesNotContain("read").containsPattern("^HTTP/1.1 4(00|21)");
        assertThat(RawHttp.exchange(server.port(), "GET http://localhost/things HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void answersClientsOfHttp10ThatNameNoHost() throws IOException {
        assertThat(RawHttp.exchange(server.port(), "GET /things HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(RawHttp.exchange(server.port(), "GET /things HTTP/1.0\r\nHost: attacker.example\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://evil.example:8080",
                "http://127.0.0.1:9999",
                "http://localhost:8080",
                "http://127.0.0.1",
                "null",
                "",
                "http://127.0.0.1:8080, http://evil.example",
                "http://127.0.0.1:8080@evil.example",
                "http://127.0.0.1:8080/",
                "chrome-extension://abcdef",
                "file://"
            })
    void refusesToWriteForPagesOfElsewhere(String origin) throws IOException {
        int before = written.get();

        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            for (String body : List.of(JSON, NO_BODY)) {
                assertThat(send(method, "Host: 127.0.0.1:8080\r\nOrigin: " + origin + "\r\n" + body))
                        .startsWith("HTTP/1.1 403")
                        .contains("application/problem+json")
                        .doesNotContain("Access-Control");
            }
        }

        assertThat(written).hasValue(before);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080, http://127.0.0.1:8080",
        "localhost:8080, HTTP://LocalHost:8080",
        "localhost, http://localhost",
        "localhost:80, http://localhost",
        "ledger.example, https://ledger.example",
        "[::1]:8080, http://[::1]:8080",
        "127.0.0.1:8080, https://app.example",
        "127.0.0.1:8080, https://app.example:443"
    })
    void writesForItsOwnPagesAndThoseAllowed(String host, String origin) throws IOException {
        assertThat(send("POST", "Host: " + host + "\r\nOrigin: " + origin + "\r\n" + JSON))
                .startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "Cross-Site", "something-new"})
    void refusesWhatABrowserSaysToComeFromElsewhere(String site) throws IOException {
        for (String body : List.of(JSON, NO_BODY)) {
            assertThat(send("POST", "Host: 127.0.0.1\r\nSec-Fetch-Site: " + site + "\r\n" + body))
                    .startsWith("HTTP/1.1 403");
        }
        assertThat(get("Host: 127.0.0.1\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\nSec-Fetch-Site: "
                        + site))
                .startsWith("HTTP/1.1 403");
        assertThat(get("Host: 127.0.0.1\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\nSec-Fetch-Site: "
                        + site))
                .startsWith("HTTP/1.1 403");
        assertThat(get("Host: 127.0.0.1\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Site: "
                        + site))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void writesForItsOwnPagesByFetchMetadata() throws IOException {
        for (String site : List.of("same-origin", "none")) {
            assertThat(send("POST", "Host: 127.0.0.1\r\nSec-Fetch-Site: " + site + "\r\n" + JSON))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void letsNoPageOfElsewhereRead() throws IOException {
        String answer = get("Host: 127.0.0.1\r\nOrigin: https://evil.example");

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .doesNotContain("Access-Control")
                .contains("Cross-Origin-Resource-Policy: same-origin", "Vary: ");
        assertThat(get("Host: 127.0.0.1\r\nOrigin: https://app.example\r\nSec-Fetch-Site: cross-site"))
                .startsWith("HTTP/1.1 200")
                .contains("Access-Control-Allow-Origin: https://app.example");
    }

    @Test
    void answersThePreflightOfAnOriginThatIsAllowed() throws IOException {
        String asked =
                "Access-Control-Request-Method: PATCH\r\nAccess-Control-Request-Headers: content-type,if-match\r\n"
                        + "Sec-Fetch-Site: cross-site\r\n" + NO_BODY;

        assertThat(send("OPTIONS", "Host: 127.0.0.1\r\nOrigin: https://app.example\r\n" + asked))
                .startsWith("HTTP/1.1 204")
                .contains(
                        "Access-Control-Allow-Origin: https://app.example",
                        "Access-Control-Allow-Headers: content-type,if-match",
                        "PATCH");
        assertThat(send("OPTIONS", "Host: 127.0.0.1\r\nOrigin: https://evil.example\r\n" + asked))
                .startsWith("HTTP/1.1 403")
                .doesNotContain("Access-Control");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Type: text/plain\r\n",
                "Content-Type: text/plain;application/json\r\n",
                "Content-Type: application/x-www-form-urlencoded\r\n",
                "Content-Type: multipart/form-data; boundary=x\r\n",
                "Content-Type: application/json, text/plain\r\n",
                "Content-Type: text/plain\r\nContent-Type: application/json\r\n",
                "Content-Type: \r\n"
            })
    void refusesBodiesThatArePlainToABrowser(String type) throws IOException {
        int before = written.get();

        for (String method : List.of("POST", "PATCH")) {
            assertThat(send(method, "Host: localhost\r\n" + type + "Content-Length: 2\r\n\r\n{}"))
                    .startsWith("HTTP/1.1 415")
                    .contains("application/json");
            assertThat(send(
                            method,
                            "Host: localhost\r\n" + type + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"))
                    .startsWith("HTTP/1.1 415");
        }

        assertThat(written).hasValue(before);
    }

    @Test
    void takesRequestsWithoutABodyAsTheyAre() throws IOException {
        assertThat(send("POST", "Host: localhost\r\n" + NO_BODY)).startsWith("HTTP/1.1 200");
        assertThat(send("DELETE", "Host: localhost\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void takesAnyHostOnlyIfItIsAsked() {
        Callers any = Callers.from(new Settings(Map.of("RUNLEDGER_ALLOWED_HOSTS", "*")));

        assertThat(any.anyHost()).isTrue();
        assertThatThrownBy(() -> Callers.from(new Settings(Map.of("RUNLEDGER_ALLOWED_HOSTS", "http://a.example"))))
                .hasMessageContaining("RUNLEDGER_ALLOWED_HOSTS");
        assertThatThrownBy(() -> Callers.from(new Settings(Map.of("RUNLEDGER_ALLOWED_ORIGINS", "*"))))
                .hasMessageContaining("RUNLEDGER_ALLOWED_ORIGINS");
        assertThatThrownBy(() -> Callers.from(new Settings(Map.of("RUNLEDGER_ALLOWED_ORIGINS", "app.example"))))
                .hasMessageContaining("RUNLEDGER_ALLOWED_ORIGINS");
    }

    private String get(String headers) throws IOException {
        return RawHttp.exchange(server.port(), "GET /things HTTP/1.1\r\n" + headers + "\r\n\r\n");
    }

    private String send(String method, String rest) throws IOException {
        return RawHttp.exchange(server.port(), method + " /things HTTP/1.1\r\n" + rest);
    }
}
