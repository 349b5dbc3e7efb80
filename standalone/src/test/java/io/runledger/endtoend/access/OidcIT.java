package io.runledger.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.core.access.Role;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerApi.Answer;
import io.runledger.endtoend.ledger.TailReader;
import io.runledger.endtoend.ledger.TestLedger;
import java.net.InetAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A ledger that accepts the tokens of an identity provider, and has people sign in by it. */
final class OidcIT {
    private static final String AUDIENCE = "the-ledger";
    private static final String ARTIFACT = """
            {"artifact_id": "a", "artifact_type": "report", "title": "A report", "location": "https://example.org/r",
             "run_id": "%s", "status": "needs-review"}""";

    private static MockOAuth2Server provider;
    private static String issuer;
    private static TestLedger ledger;

    @BeforeAll
    static void start() throws Exception {
        provider = new MockOAuth2Server();
        provider.start(InetAddress.getLoopbackAddress(), 0);
        issuer = provider.issuerUrl("main").toString();
        ledger = TestLedger.ephemeral(Map.of(
                "RUNLEDGER_ACCESS", "required",
                "RUNLEDGER_OIDC_ISSUERS", issuer,
                "RUNLEDGER_OIDC_AUDIENCE", AUDIENCE,
                "RUNLEDGER_OIDC_CLIENT_ID", "console",
                "RUNLEDGER_OIDC_CLOCK_SKEW", "0s"));
    }

    @AfterAll
    static void stop() throws Exception {
        ledger.close();
        provider.shutdown();
    }

    private static DefaultOAuth2TokenCallback says(String subject, String audience, Role role, long seconds) {
        return new DefaultOAuth2TokenCallback(
                "main", subject, "JWT", List.of(audience), Map.of("roles", List.of(role.word())), seconds);
    }

    private static LedgerApi as(String subject, Role role, long seconds) {
        return ledger.api()
                .with(provider.issueToken("main", "some-client", says(subject, AUDIENCE, role, seconds))
                        .serialize());
    }

    private static String name(String subject) {
        return subject + "#" + issuer.substring("http://".length());
    }

    @Test
    void anApprovalByATokenSaysWhoGaveIt() throws Exception {
        as("bot", Role.PRODUCER, 60)
                .post("/artifacts", ARTIFACT.formatted("approved"))
                .expect(201);
        LedgerApi rita = as("rita", Role.REVIEWER, 60);
        rita.post("/artifacts", ARTIFACT.formatted("approved")).expect(403);

        String position = rita.post("/runs/approved/artifacts/a/review", "{\"status\": \"approved\"}")
                .expect(200)
                .json()
                .path("position")
                .asText();

        JsonNode artifact = rita.get("/runs/approved/artifacts/a?at_least=" + position)
                .expect(200)
                .json();
        assertThat(artifact.path("recorded_by").asText()).isEqualTo(name("bot"));
        assertThat(artifact.path("reviewed_by").asText()).isEqualTo(name("rita"));
        assertThat(artifact.path("attestation").asText()).isEqualTo("attested");
        JsonNode me = rita.get("/access/me").expect(200).json();
        assertThat(me.path("name").asText()).isEqualTo(name("rita"));
        assertThat(me.path("kind").asText()).isEqualTo("oidc");
        assertThat(me.path("permissions").toString()).isEqualTo("[\"read\",\"request\",\"review\"]");
    }

    @Test
    void refusesATokenForSomethingElseAsItRefusesAKey() throws Exception {
        String other = provider.issueToken("main", "some-client", says("rita", "another", Role.ADMIN, 60))
                .serialize();

        Answer refused = ledger.api().with(other).get("/runs").expect(401);

        assertThat(refused.json())
                .isEqualTo(ledger.api()
                        .with("rlk_0123456789abcdef_" + "0".repeat(64))
                        .get("/runs")
                        .expect(401)
                        .json());
    }

    @Test
    void cutsOffWhoFollowsEventsWhenTheTokenEnds() throws Exception {
        String token = provider.issueToken("main", "some-client", says("rita", AUDIENCE, Role.READER, 4))
                .serialize();
        try (TailReader reader = TailReader.withKey(ledger.api().url(), "?run_id=quiet", token)) {
            reader.awaitEnd();

            assertThat(reader.problems())
                    .extracting((JsonNode problem) -> problem.path("status").asInt())
                    .containsExactly(401);
        }
        ledger.api().with(token).get("/runs").expect(401);
    }

    @Test
    void signsInByACodeOnceAndUntilTheTokenEnds() throws Exception {
        BrowserLike browser = new BrowserLike(ledger.api().url());
        browser.begin(issuer);
        Map<String, String> answer = browser.signInAtTheIssuer();
        assertThat(browser.complete(Map.of("code", "another", "state", answer.get("state")))
                        .status())
                .isEqualTo(401);

        browser.begin(issuer);
        Map<String, String> again = browser.signInAtTheIssuer();
        assertThat(browser.complete(answer).status()).as("of another attempt").isEqualTo(401);
        provider.enqueueCallback(says("rita", AUDIENCE, Role.READER, 5));
        Answer begun = browser.complete(again).expect(201);

        assertThat(begun.json().path("name").asText()).isEqualTo(name("rita"));
        assertThat(browser.cookie("runledger-session"))
                .matches("runledger-session=rls_[0-9a-f]{64}; Path=/; Max-Age=[345]; HttpOnly; SameSite=Strict");
        browser.get("/runs").expect(200);
        assertThat(browser.complete(again).status()).as("a code is good once").isEqualTo(401);
        await().atMost(Duration.ofSeconds(15)).until(() -> browser.get("/runs").status() == 401);
    }

    @Test
    void signsNobodyInWhoseTokenIsForSomethingElse() throws Exception {
        BrowserLike browser = new BrowserLike(ledger.api().url());
        browser.begin(issuer);
        Map<String, String> answer = browser.signInAtTheIssuer();
        provider.enqueueCallback(says("rita", "another", Role.ADMIN, 60));

        assertThat(browser.complete(answer).status()).isEqualTo(401);
    }

    @Test
    void signsInByNoIssuerThatIsNotConfigured() throws Exception {
        BrowserLike browser = new BrowserLike(ledger.api().url());

        assertThat(browser.get("/access/sign-in").json().toString())
                .isEqualTo("{\"required\":true,\"issuers\":[\"" + issuer + "\"]}");
        assertThat(browser.post("/access/sign-in", "{\"issuer\": \"https://attacker.example\"}")
                        .status())
                .isEqualTo(404);
        assertThat(ledger.api()
                        .send(
                                "POST",
                                "/access/sign-in",
                                BodyPublishers.ofString("{\"issuer\": \"" + issuer + "\"}"),
                                "Content-Type",
                                "application/json")
                        .status())
                .as("without a page")
                .isEqualTo(400);
    }
}
