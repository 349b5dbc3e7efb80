package io.runledger.endtoend.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.sun.net.httpserver.HttpServer;
import io.runledger.access.keys.NewKey;
import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a page of another origin can do to the ledger of the machine whose browser shows it: nothing. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith({ConsoleBrowser.class, OwnLedger.class})
final class ForeignPagesIT {
    private static final String EVENT = "{\"run_id\": \"foreign\", \"event_type\": \"t.x\", \"producer\": \"page\","
            + " \"occurred_at\": \"2026-11-21T10:00:00Z\", \"payload\": {}}";

    /** Every way in which a page sends something without the browser asking first, and some in which it asks. */
    private static final String TRY_EVERYTHING = """
            async ([ledger, event]) => {
              const paths = ['/events', '/events/batch', '/artifacts', '/tasks', '/files', '/artifacts/a/review',
                '/artifacts/a/archive', '/tasks/t/complete', '/admin/replay', '/admin/verify', '/rejects/0/0/redrive'];
              const bodies = [() => new Blob([event]), () => event, () => new URLSearchParams({event}),
                () => new TextEncoder().encode(event), () => undefined];
              const told = [];
              const attempt = async (name, work) => {
                try { const answer = await work(); told.push(name + ' ' + (answer?.type ?? answer) + ' ' + (answer?.status ?? '')); }
                catch (e) { told.push(name + ' failed'); }
              };
              for (const path of paths) {
                for (const body of bodies) {
                  for (const mode of ['no-cors', 'cors']) {
                    await attempt(mode + ' ' + path, () => fetch(ledger + path, {method: 'POST', mode, body: body()}));
                  }
                }
                await attempt('json ' + path, () => fetch(ledger + path,
                  {method: 'POST', headers: {'Content-Type': 'application/json'}, body: event}));
                navigator.sendBeacon(ledger + path, new Blob([event]));
                navigator.sendBeacon(ledger + path, event);
                for (const enctype of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
                  const frame = Object.assign(document.createElement('iframe'), {name: 'f' + Math.random()});
                  const form = Object.assign(document.createElement('form'),
                    {method: 'post', action: ledger + path, target: frame.name, enctype});
                  form.append(Object.assign(document.createElement('input'), {name: event.slice(0, -1) + ',"x":"', value: '"}'}));
                  document.body.append(frame, form);
                  const loaded = new Promise(done => { frame.onload = done; setTimeout(done, 1000); });
                  form.submit();
                  await loaded;
                }
              }
              for (const path of ['/runs/foreign/checkpoints/c', '/contracts/payload/t.x']) {
                await attempt('put ' + path, () => fetch(ledger + path, {method: 'PUT', body: event}));
              }
              await attempt('delete', () => fetch(ledger + '/runs/r/events/e?reason=x', {method: 'DELETE'}));
              await attempt('read', async () => (await fetch(ledger + '/runs')).text());
              return told;
            }
            """;

    private final TestLedger ledger;
    private final Browser browser;
    private BrowserContext context;
    private HttpServer elsewhere;

    ForeignPagesIT(TestLedger ledger, Browser browser) {
        this.ledger = ledger;
        this.browser = browser;
    }

    @BeforeEach
    void serveAPageOfAnotherOrigin() throws IOException {
        context = browser.newContext();
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            byte[] page = "<!doctype html><title>elsewhere</title><body>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        elsewhere.start();
    }

    @AfterEach
    void stop() {
        context.close();
        elsewhere.stop(0);
    }

    @Test
    @SuppressWarnings("unchecked")
    void writeAndReadNothing() throws Exception {
        long before = ends();
        for (String host : List.of("127.0.0.1", "localhost", "attacker.example")) {
            Page page = context.newPage();
            page.navigate("http://" + host + ":" + elsewhere.getAddress().getPort() + "/");

            List<String> told = (List<String>)
                    page.evaluate(TRY_EVERYTHING, List.of(ledger.api().url(), EVENT));

            assertThat(told).isNotEmpty().noneMatch(each -> each.matches(".* (basic|cors|default) .*"));
            assertThat(told).filteredOn(each -> each.startsWith("read")).containsExactly("read failed");
            page.close();
        }
        assertThat(ledger.api().get("/admin/replay").status()).isEqualTo(404);
        assertThat(ledger.api().get("/admin/verify").status()).isEqualTo(404);

        Page own = context.newPage();
        own.navigate(ledger.api().url() + "/health");
        Object status = own.evaluate(
                "async event => (await fetch('/events', {method: 'POST', headers: {'Content-Type': 'application/json'},"
                        + " body: event})).status",
                EVENT);

        assertThat(status).as("the same event, from a page of the ledger's own").isEqualTo(201);
        await().atMost(Duration.ofSeconds(30)).until(() -> ends() > before);
        assertThat(ends()).as("and nothing else was written").isEqualTo(before + 1);
    }

    /** A page of another port of the same host is of the same site, so the browser sends even a strict cookie with what it asks. */
    @Test
    @SuppressWarnings("unchecked")
    void doNothingInTheNameOfWhoIsSignedIn() throws Exception {
        try (TestLedger secured = TestLedger.ephemeral(Map.of("RUNLEDGER_ACCESS", "required"))) {
            NewKey asked = new NewKey("ada", Set.of(Role.ADMIN), Visibility.EVERYTHING, Optional.empty());
            String key = secured.keys().create(asked, Principal.ANYONE).key().text();
            LedgerApi api = secured.api().with(key);
            Page own = context.newPage();
            own.navigate(secured.api().url() + "/sign-in");
            assertThat(own.evaluate(
                            "async key => (await fetch('/access/sessions', {method: 'POST', headers:"
                                    + " {'Content-Type': 'application/json'}, body: JSON.stringify({key})})).status",
                            key))
                    .isEqualTo(201);
            long before = ends(api);
            Page page = context.newPage();
            page.navigate("http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/");

            List<String> told = (List<String>)
                    page.evaluate(TRY_EVERYTHING, List.of(secured.api().url(), EVENT));

            assertThat(told).isNotEmpty().noneMatch(each -> each.matches(".* (basic|cors|default) .*"));
            assertThat(told).filteredOn(each -> each.startsWith("read")).containsExactly("read failed");
            assertThat(api.get("/admin/replay").status()).isEqualTo(404);
            assertThat(own.evaluate(
                            "async event => (await fetch('/events', {method: 'POST', headers:"
                                    + " {'Content-Type': 'application/json'}, body: event})).status",
                            EVENT))
                    .as("the same event, from a page of the ledger's own")
                    .isEqualTo(201);
            await().atMost(Duration.ofSeconds(30)).until(() -> ends(api) > before);
            assertThat(ends(api)).as("and nothing else was written").isEqualTo(before + 1);
        }
    }

    @Test
    void doNotReachItUnderAnotherName() {
        int port = URI.create(ledger.api().url()).getPort();
        Page page = context.newPage();

        Response response = page.navigate("http://attacker.example:" + port + "/runs");

        assertThat(response.status()).isEqualTo(421);
        Object status = page.evaluate(
                "async event => (await fetch('/events', {method: 'POST', headers: {'Content-Type': 'application/json'},"
                        + " body: event})).status",
                EVENT);
        assertThat(status).isEqualTo(421);
    }

    /** How many offsets of the log there are in all. */
    private long ends() throws Exception {
        return ends(ledger.api());
    }

    private static long ends(LedgerApi api) throws Exception {
        long ends = 0;
        for (var partition : api.get("/positions").json().path("partitions")) {
            ends += partition.path("end").asLong();
        }
        return ends;
    }
}
