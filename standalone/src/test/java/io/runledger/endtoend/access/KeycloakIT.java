package io.runledger.endtoend.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.core.access.Role;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerApi.Answer;
import io.runledger.endtoend.ledger.TestLedger;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The section "OIDC with Keycloak" of docs/access.md, with a real one and the realm of the example. */
@EnabledIfSystemProperty(
        named = KeycloakIT.GIVEN,
        matches = ".+",
        disabledReason = "no Keycloak is given: -Drunledger.keycloak=<its zip or directory>")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class KeycloakIT {
    static final String GIVEN = "runledger.keycloak";

    private static final Path REALM = Path.of("..", "examples", "keycloak", "runledger-realm.json");
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARTIFACT = """
            {"artifact_id": "a", "artifact_type": "report", "title": "A report", "location": "https://example.org/r",
             "run_id": "r", "status": "needs-review"}""";

    @TempDir
    private Path directory = Path.of("");

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void peopleSignInAndAgentsWriteByARealm() throws Exception {
        int port = TestLedger.freePort();
        String issuer = "http://127.0.0.1:" + port + "/realms/runledger";
        try (TestLedger ledger = TestLedger.ephemeral(Map.of(
                "RUNLEDGER_ACCESS", "required",
                "RUNLEDGER_OIDC_ISSUERS", issuer,
                "RUNLEDGER_OIDC_AUDIENCE", "runledger",
                "RUNLEDGER_OIDC_CLIENT_ID", "runledger-console",
                "RUNLEDGER_OIDC_NAME_CLAIM", "preferred_username",
                "RUNLEDGER_OIDC_ROLES_CLAIM", "realm_access.roles",
                "RUNLEDGER_OIDC_ROLES_PREFIX", "runledger-"))) {
            String key =
                    TestKeys.create(ledger.keys(), "root", Role.ADMIN).key().text();
            ledger.api().with(key).get("/runs").expect(200); // keys work before there is an issuer
            Process keycloak = start(port, URI.create(ledger.api().url()).getPort());
            try {
                await().atMost(Duration.ofMinutes(5))
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> isThere(issuer));
                String agent = agentToken(issuer);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> ledger.api().with(agent).get("/access/me").status() == 200);

                ledger.api().with(agent).post("/artifacts", ARTIFACT).expect(201);
                BrowserLike browser = new BrowserLike(ledger.api().url());
                Answer signedIn = browser.complete(browser.returned(signIn(browser.begin(issuer), "rita")))
                        .expect(201);
                assertThat(signedIn.json().path("roles").toString()).isEqualTo("[\"reviewer\"]");
                String position = browser.post("/runs/r/artifacts/a/review", "{\"status\": \"approved\"}")
                        .expect(200)
                        .json()
                        .path("position")
                        .asText();

                JsonNode artifact = browser.get("/runs/r/artifacts/a?at_least=" + position)
                        .expect(200)
                        .json();
                String realm = "127.0.0.1:" + port + "/realms/runledger";
                assertThat(artifact.path("reviewed_by").asText()).isEqualTo("rita#" + realm);
                assertThat(artifact.path("recorded_by").asText()).isEqualTo("service-account-runledger-agent#" + realm);
                assertThat(artifact.path("attestation").asText()).isEqualTo("attested");
            } finally {
                stop(keycloak);
            }
            assertThat(new LedgerApi(ledger.api().url()).with(key).get("/runs").status())
                    .isEqualTo(200);
        }
    }

    private Process start(int port, int ledger) throws Exception {
        Path home = home();
        Path imports = Files.createDirectories(
                directory.resolve("home").resolve("data").resolve("import"));
        Files.writeString(
                imports.resolve("runledger-realm.json"),
                Files.readString(REALM).replace("127.0.0.1:8080", "127.0.0.1:" + ledger));
        return new ProcessBuilder(
                        home.resolve("bin").resolve("kc.sh").toString(),
                        "start-dev",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--db=dev-mem",
                        "--import-realm")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keycloak.log").toFile())
                .start();
    }

    /** A copy of its own: it writes into its directory. */
    private Path home() throws IOException, InterruptedException {
        Path given = Path.of(System.getProperty(GIVEN)).toAbsolutePath();
        Path home = directory.resolve("home");
        List<String> copy = Files.isDirectory(given)
                ? List.of("cp", "-r", given.toString(), home.toString())
                : List.of("unzip", "-q", given.toString(), "-d", directory.toString());
        assertThat(new ProcessBuilder(copy).inheritIO().start().waitFor()).isZero();
        if (Files.notExists(home)) {
            try (Stream<Path> unpacked = Files.list(directory)) {
                Files.move(
                        unpacked.filter(each -> each.getFileName().toString().startsWith("keycloak-"))
                                .findFirst()
                                .orElseThrow(),
                        home);
            }
        }
        return home;
    }

    private static void stop(Process keycloak) throws InterruptedException {
        keycloak.descendants().forEach(ProcessHandle::destroy);
        keycloak.destroy();
        if (!keycloak.waitFor(30, TimeUnit.SECONDS)) {
            keycloak.descendants().forEach(ProcessHandle::destroyForcibly);
            keycloak.destroyForcibly().waitFor();
        }
    }

    private boolean isThere(String issuer) throws InterruptedException {
        try {
            return client.send(
                                    HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration"))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private String agentToken(String issuer) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(
                                "grant_type=client_credentials&client_id=runledger-agent&client_secret=change-me"))
                        .build(),
                BodyHandlers.ofString(UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("access_token").asText();
    }

    /** Fills in Keycloak's form; returns where it sends the browser back to. */
    private String signIn(String page, String user) throws Exception {
        HttpResponse<String> form =
                client.send(HttpRequest.newBuilder(URI.create(page)).build(), BodyHandlers.ofString(UTF_8));
        Matcher action = FORM.matcher(form.body());
        assertThat(action.find()).as(form.body()).isTrue();
        String cookies = form.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .collect(Collectors.joining("; "));
        HttpResponse<String> back = client.send(
                HttpRequest.newBuilder(URI.create(action.group(1).replace("&amp;", "&")))
                        .header("Cookie", cookies)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("username=" + user + "&password=change-me"))
                        .build(),
                BodyHandlers.ofString(UTF_8));
        assertThat(back.statusCode()).as(back.body()).isEqualTo(302);
        return back.headers().firstValue("Location").orElseThrow();
    }
}
