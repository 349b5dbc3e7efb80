package io.runledger.endtoend.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runledger.access.keys.Keys;
import io.runledger.core.access.Permission;
import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.core.access.RoutePermissions;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerApi.Answer;
import io.runledger.endtoend.ledger.TestLedger;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every route with every role and every state of a credential, on a whole ledger; and what records need beside their route. */
final class AccessMatrixIT {
    private static final String EVENT = """
            {"event_type": "%s", "run_id": "r", "producer": "tests", "subject_kind": "artifact", "subject_id": "a",
             "occurred_at": "2026-11-21T10:00:00Z", "payload": {"status": "approved"}%s}""";

    private static TestLedger ledger;
    private static Map<Role, String> keys;

    @BeforeAll
    static void start() throws Exception {
        ledger = TestLedger.ephemeral(Map.of("RUNLEDGER_ACCESS", "required", "RUNLEDGER_FAILURE_LIMIT", "0"));
        keys = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            keys.put(
                    role,
                    TestKeys.create(ledger.keys(), "the-" + role.word(), role)
                            .key()
                            .text());
        }
    }

    @AfterAll
    static void stop() throws Exception {
        ledger.close();
    }

    @Test
    void letsEveryRoleDoWhatItMayAndNothingElse() throws Exception {
        List<String> wrong = new ArrayList<>();
        int cells = 0;
        for (String route : ledger.routes()) {
            Permission needed = needed(route);
            for (Role role : Role.values()) {
                boolean may = needed == Permission.PUBLIC || role.permissions().contains(needed);
                int status = ask(route, bearer(keys.get(role)));
                if (may ? status == 401 || status == 403 : status != 403) {
                    wrong.add(route + " as " + role.word() + " is " + status);
                }
                cells++;
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(cells).isGreaterThan(300);
    }

    @Test
    void refusesEveryCredentialThatIsNotValid() throws Exception {
        Map<String, String> states = refused();

        List<String> wrong = new ArrayList<>();
        for (String route : ledger.routes()) {
            boolean isPublic = needed(route) == Permission.PUBLIC;
            for (Map.Entry<String, String> state : states.entrySet()) {
                int status = ask(route, state.getValue());
                if (isPublic ? status == 401 || status == 403 : status != 401) {
                    wrong.add(route + " with " + state.getKey() + " is " + status);
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(states).hasSize(8);
    }

    /** Each of an administrator, so that nothing but what is wrong with it can be why it is refused. */
    private static Map<String, String> refused() throws InterruptedException {
        String admin = keys.get(Role.ADMIN);
        Keys.Created revoked = TestKeys.create(ledger.keys(), "revoked", Role.ADMIN);
        ledger.keys().revoke(revoked.key().id(), Principal.ANYONE);
        Instant soon = Instant.now().plusMillis(500);
        Keys.Created expired = TestKeys.create(ledger.keys(), "expired", Role.ADMIN, soon);
        await().atMost(Duration.ofSeconds(10)).until(() -> Instant.now().isAfter(soon));
        Map<String, String> states = new LinkedHashMap<>();
        states.put("none", "");
        states.put("a malformed key", bearer("rlk_1_2"));
        states.put("an unknown id", bearer("rlk_0123456789abcdef_" + admin.substring(21)));
        states.put("a wrong secret", bearer(admin.substring(0, 21) + "0".repeat(64)));
        states.put("a revoked key", bearer(revoked.key().text()));
        states.put("an expired key", bearer(expired.key().text()));
        states.put("another scheme", "Digest " + admin);
        states.put("a wrong password", basic("admin", "secret"));
        return states;
    }

    @Test
    void takesAKeyAsAPassword() throws Exception {
        for (String route : ledger.routes()) {
            assertThat(ask(route, basic("anybody", keys.get(Role.ADMIN))))
                    .as(route)
                    .isNotIn(401, 403);
        }
    }

    @Test
    void asksOfAnEventThatDecidesWhatTheDecisionNeeds() throws Exception {
        for (String type : List.of("artifact.review_requested", "artifact.archive_requested")) {
            Answer refused =
                    as(Role.PRODUCER).post("/events", EVENT.formatted(type, "")).expect(403);
            assertThat(refused.json().path("permission").asText()).isEqualTo("review");
        }
        Answer erasure = as(Role.PRODUCER)
                .post("/events", EVENT.formatted("record.erased", ""))
                .expect(403);
        assertThat(erasure.json().path("permission").asText()).isEqualTo("erase");
        assertThat(as(Role.PRODUCER)
                        .send("DELETE", "/runs/r/events/e?reason=x", BodyPublishers.noBody())
                        .status())
                .isEqualTo(403);

        Answer batch = batch(
                as(Role.PRODUCER), EVENT.formatted("artifact.review_requested", ""), EVENT.formatted("step.done", ""));

        assertThat(batch.json().path("items").findValuesAsText("status")).containsExactly("403", "201");
        assertThat(batch.json().at("/items/0/permission").asText()).isEqualTo("review");
    }

    @Test
    void namesWhoDecidesByTheirKey() throws Exception {
        String other = ", \"actor\": \"somebody\"";
        String own = ", \"actor\": \"the-reviewer\"";

        Answer refused = review(Role.REVIEWER, "{\"status\": \"approved\", \"actor\": \"somebody\"}");
        assertThat(refused.expect(403).json().path("permission").asText()).isEqualTo("act-for");
        as(Role.PRODUCER)
                .post("/events", EVENT.formatted("task.complete_requested", other))
                .expect(403);

        assertThat(actor(as(Role.ADMIN).post("/events", EVENT.formatted("artifact.review_requested", other))))
                .isEqualTo("somebody");
        assertThat(actor(as(Role.ADMIN).post("/events", EVENT.formatted("artifact.review_requested", own))))
                .isEqualTo("the-reviewer");
        assertThat(actor(as(Role.ADMIN).post("/events", EVENT.formatted("artifact.review_requested", ""))))
                .isEqualTo("the-admin");
    }

    private static Answer review(Role role, String body) throws Exception {
        return as(role).post("/runs/r/artifacts/a/review", body);
    }

    /** Whom the stored event names. */
    private static String actor(Answer receipt) throws Exception {
        receipt.expect(201);
        String id = receipt.json().path("event_id").asText();
        String position = receipt.json().path("position").asText();
        return as(Role.READER)
                .get("/runs/r/events/" + id + "?at_least=" + position)
                .expect(200)
                .json()
                .path("actor")
                .asText();
    }

    private static Answer batch(LedgerApi api, String... events) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (String event : events) {
            lines.append(event.replace("\n", " ")).append('\n');
        }
        return api.send(
                "POST",
                "/events/batch",
                BodyPublishers.ofString(lines.toString()),
                "Content-Type",
                "application/x-ndjson");
    }

    private static LedgerApi as(Role role) {
        return ledger.api().with(keys.get(role));
    }

    private static Permission needed(String route) {
        int space = route.indexOf(' ');
        return RoutePermissions.of(route.substring(0, space), route.substring(space + 1))
                .orElseThrow();
    }

    private static int ask(String route, String authorization) throws IOException, InterruptedException {
        int space = route.indexOf(' ');
        String method = route.substring(0, space);
        String path = route.substring(space + 1)
                .replace("{version}", "1")
                .replace("{partition}", "0")
                .replace("{offset}", "0")
                .replaceAll("\\{\\w+}", "some");
        if (path.endsWith("/tail")) {
            path += "?wait=0";
        }
        List<String> headers = new ArrayList<>(List.of("Content-Type", "application/json"));
        if (!authorization.isEmpty()) {
            headers.addAll(List.of("Authorization", authorization));
        }
        boolean hasBody = Set.of("POST", "PUT", "PATCH").contains(method);
        return ledger.api()
                .send(
                        method,
                        path,
                        hasBody ? BodyPublishers.ofString("") : BodyPublishers.noBody(),
                        headers.toArray(String[]::new))
                .status();
    }

    private static String bearer(String key) {
        return "Bearer " + key;
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }
}
