package io.runledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server lets pass by its table of permissions; who a credential is, is told by its very text here. */
class AccessGuardTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpServer server = start(List.of(
            "GET /health",
            "GET /",
            "GET /events",
            "POST /events",
            "GET /runs/{run_id}/events",
            "DELETE /events/{event_id}"));

    private static HttpServer start(List<String> routes) {
        return HttpServer.start("127.0.0.1", 0, ServerRules.local(), AccessGuardTest::session, List.of(config -> {
            for (String route : routes) {
                String path = route.substring(route.indexOf(' ') + 1);
                if (route.startsWith("GET")) {
                    config.routes.get(path, ctx -> ctx.result("read"));
                } else if (route.startsWith("POST")) {
                    config.routes.post(path, ctx -> ctx.result("written"));
                } else {
                    config.routes.delete(path, ctx -> ctx.result("erased"));
                }
            }
        }));
    }

    private static AccessSession session(List<String> authorization) {
        Role role = authorization.size() == 1
                ? Role.of(authorization.get(0))
                        .orElseThrow(() -> ProblemException.unauthenticated("the credential is not valid"))
                : null;
        if (role == null) {
            throw ProblemException.unauthenticated("send a key");
        }
        return new AccessSession(
                new Principal("me", Principal.Kind.KEY, "1", Set.of(role), Visibility.EVERYTHING), () -> true);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void asksWhoSendsNoCredentialForOne() throws Exception {
        HttpResponse<String> refused = ask("GET", "/events");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().allValues("WWW-Authenticate")).containsExactly("Bearer realm=\"runledger\"");
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.body()).contains("unauthenticated").doesNotContain("read\"");
    }

    @Test
    void letsABrowserAskItsUser() throws Exception {
        HttpResponse<String> refused = ask("GET", "/", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().allValues("WWW-Authenticate"))
                .hasSize(2)
                .anyMatch(challenge -> challenge.startsWith("Basic realm="));
    }

    @Test
    void namesThePermissionThatIsMissing() throws Exception {
        HttpResponse<String> refused = ask("POST", "/events", "Authorization", "reader");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("\"permission\":\"append\"");
        assertThat(refused.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void letsPassWhoHasThePermission() throws Exception {
        assertThat(ask("POST", "/events", "Authorization", "producer").body()).isEqualTo("written");
        assertThat(ask("GET", "/events", "Authorization", "reader").body()).isEqualTo("read");
        assertThat(ask("DELETE", "/events/1", "Authorization", "admin").body()).isEqualTo("erased");
    }

    @Test
    void asksOfAPathThatNamesTheRunWhatItAsksOfTheOther() throws Exception {
        assertThat(ask("GET", "/runs/r/events", "Authorization", "reader").statusCode())
                .isEqualTo(200);
        assertThat(ask("GET", "/runs/r/events", "Authorization", "producer").statusCode())
                .isEqualTo(403);
    }

    @Test
    void asksOfHeadWhatItAsksOfGet() throws Exception {
        assertThat(ask("HEAD", "/events").statusCode()).isEqualTo(401);
        assertThat(ask("HEAD", "/events", "Authorization", "producer").statusCode())
                .isEqualTo(403);
        assertThat(ask("HEAD", "/events", "Authorization", "reader").statusCode())
                .isEqualTo(200);
    }

    @Test
    void doesNotTellWhoIsUnknownWhatThereIs() throws Exception {
        for (String path : List.of("/nowhere", "/events/1", "/health/", "/HEALTH", "//health", "/health/../events")) {
            for (String method : List.of("GET", "POST", "OPTIONS", "TRACE")) {
                assertThat(ask(method, path).statusCode())
                        .as(method + " " + path)
                        .isEqualTo(401);
            }
        }
        assertThat(ask("OPTIONS", "/events").statusCode()).isEqualTo(401);
        assertThat(ask("OPTIONS", "/events").headers().firstValue("Allow")).isEmpty();
        assertThat(ask("DELETE", "/events").statusCode()).isEqualTo(401);
    }

    @Test
    void tellsWhoIsKnownWhatThereIs() throws Exception {
        assertThat(ask("GET", "/nowhere", "Authorization", "producer").statusCode())
                .isEqualTo(404);
        assertThat(ask("OPTIONS", "/events", "Authorization", "producer").statusCode())
                .isEqualTo(204);
        assertThat(ask("GET", "/", "Authorization", "producer").statusCode()).isEqualTo(200);
    }

    @Test
    void letsEveryoneAskWhetherItLives() throws Exception {
        assertThat(ask("GET", "/health").statusCode()).isEqualTo(200);
        assertThat(ask("HEAD", "/health").statusCode()).isEqualTo(200);
        assertThat(ask("GET", "/health", "Authorization", "nobody").statusCode())
                .isEqualTo(200);
        assertThat(ask("POST", "/health").statusCode()).isEqualTo(401);
    }

    @Test
    void refusesTwoCredentials() throws Exception {
        assertThat(ask("GET", "/events", "Authorization", "reader", "Authorization", "admin")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void doesNotStartWithARouteThatDeclaresNoPermission() {
        assertThatThrownBy(() -> start(List.of("GET /health", "GET /forgotten", "POST /health")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("GET /forgotten, POST /health")
                .hasMessageNotContaining("GET /health");
    }

    private HttpResponse<String> ask(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        if (method.equals("POST")) {
            request.header("Content-Type", "application/json");
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
