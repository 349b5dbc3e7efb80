package io.runledger.endtoend.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import io.runledger.access.keys.NewKey;
import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import io.runledger.endtoend.ledger.TestLedger;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Signing in to the console, with a key and by an identity provider, and giving out keys there. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ConsoleBrowser.class)
final class ConsoleSignInIT {
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private final Browser browser;
    private final MockOAuth2Server provider = new MockOAuth2Server();
    private TestLedger ledger;
    private String issuer = "";

    ConsoleSignInIT(Browser browser) {
        this.browser = browser;
    }

    @BeforeAll
    void start() throws Exception {
        provider.start(InetAddress.getLoopbackAddress(), 0);
        issuer = provider.issuerUrl("main").toString();
        ledger = TestLedger.ephemeral(Map.of(
                "RUNLEDGER_ACCESS", "required",
                "RUNLEDGER_OIDC_ISSUERS", issuer,
                "RUNLEDGER_OIDC_AUDIENCE", "the-ledger",
                "RUNLEDGER_OIDC_CLIENT_ID", "console"));
    }

    @AfterAll
    void stop() throws Exception {
        ledger.close();
        provider.shutdown();
    }

    private String key(String name, Role role) throws Exception {
        return ledger.keys()
                .create(new NewKey(name, Set.of(role), Visibility.EVERYTHING, Optional.empty()), Principal.ANYONE)
                .key()
                .text();
    }

    private ConsoleTab tab() {
        return new ConsoleTab(browser, ledger.api());
    }

    private static void signIn(ConsoleTab tab, String key) {
        tab.field("Key").fill(key);
        tab.button("Sign in with the key").click();
    }

    private static void isUsableByAll(ConsoleTab tab) {
        List<Rule> violations = new AxeBuilder(tab.page())
                .analyze().getViolations().stream()
                        .filter(rule -> GRAVE.contains(rule.getImpact()))
                        .toList();
        assertThat(violations).isEmpty();
    }

    @Test
    void asksWhoOneIsAndGoesWhereOneWantedTo() throws Exception {
        try (ConsoleTab tab = tab()) {
            tab.open("health");
            assertThat(tab.heading()).hasText("Sign in");
            isUsableByAll(tab);

            signIn(tab, "rlk_0123456789abcdef_" + "0".repeat(64));
            assertThat(tab.page().locator("#problem")).containsText("That is not valid");

            signIn(tab, key("rita", Role.READER));
            assertThat(tab.heading()).hasText("Health");
            assertThat(tab.page().locator(".session")).containsText("Signed in as rita");
            assertThat(tab.link("Keys")).hasCount(0);
            List<Cookie> cookies = tab.page().context().cookies();
            assertThat(cookies).singleElement().satisfies(cookie -> {
                assertThat(cookie.name).isEqualTo("runledger-session");
                assertThat(cookie.httpOnly).isTrue();
                assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
            });

            tab.page().navigate(ledger.api().url() + "/openapi.json");
            tab.page().navigate(ledger.api().url() + "/sign-in?to=%2F.%2F%2Fattacker.example%2F");
            assertThat(tab.page()).hasURL(Pattern.compile("^http://127\\.0\\.0\\.1:\\d+//attacker\\.example/$"));

            tab.open("health").button("Sign out").click();
            assertThat(tab.heading()).hasText("Sign in");
            tab.page().context().addCookies(cookies);
            tab.open("health");
            assertThat(tab.heading()).hasText("Sign in");
        }
    }

    /** What is followed out of a mail comes without the cookie, which only our own pages send. */
    @Test
    void knowsWhoIsSignedInWhenALinkFromElsewhereIsFollowed() throws Exception {
        try (ConsoleTab tab = tab()) {
            tab.mayAsk("http://localhost:");
            tab.open("");
            signIn(tab, key("rita", Role.READER));
            assertThat(tab.heading()).hasText("Runs");

            tab.page().navigate(issuer + "/.well-known/openid-configuration");
            tab.page()
                    .evaluate(
                            "to => { const link = document.createElement('a'); link.href = to; link.textContent = 'there';"
                                    + " document.body.replaceChildren(link); }",
                            ledger.api().url() + "/#/health");
            tab.page().locator("a").click();

            assertThat(tab.heading()).hasText("Health");
        }
    }

    @Test
    void signsInByAnIdentityProvider() throws Exception {
        provider.enqueueCallback(new DefaultOAuth2TokenCallback(
                "main", "ada", "JWT", List.of("the-ledger"), Map.of("roles", List.of("reviewer")), 600));
        try (ConsoleTab tab = tab()) {
            tab.mayAsk(issuer);
            tab.open("health");

            tab.button("Sign in with " + issuer.replaceFirst("http://([^/]*)/.*", "$1"))
                    .click();

            assertThat(tab.heading()).hasText("Health");
            assertThat(tab.page().locator(".session")).containsText("Signed in as ada");
            assertThat(tab.page()).hasURL(ledger.api().url() + "/#/health");
            assertThat(tab.page().context().cookies()).hasSize(1);
        }
    }

    @Test
    void givesOutKeysAndTakesThemBack() throws Exception {
        try (ConsoleTab tab = tab()) {
            tab.open("keys");
            signIn(tab, key("root", Role.ADMIN));
            assertThat(tab.heading()).hasText("Keys");
            assertThat(tab.link("Keys")).isVisible();

            tab.button("Create the key").click();
            assertThat(tab.region("Create a key")).containsText("Choose at least one role");
            tab.field("Name").fill("ci");
            tab.region("Create a key").getByLabel("producer").check();
            tab.button("Create the key").click();
            Locator shown = tab.region("Create a key").locator(".said code");
            assertThat(shown).hasText(Pattern.compile("rlk_[0-9a-f]{16}_[0-9a-f]{64}"));
            assertThat(tab.button("Copy the key")).isVisible();
            isUsableByAll(tab);
            String created = shown.textContent();
            ledger.api().with(created).get("/access/me").expect(200);

            String id = created.substring(4, 20);
            tab.button("Revoke the key " + id + " of ci").click();
            isUsableByAll(tab);
            tab.button("Keep it").click();
            ledger.api().with(created).get("/access/me").expect(200);
            tab.button("Revoke the key " + id + " of ci").click();
            tab.button("Revoke it").click();
            assertThat(tab.page().getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(id)))
                    .containsText("revoked");
            ledger.api().with(created).get("/access/me").expect(401);
        }
    }
}
