package io.runledger.endtoend.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.core.access.DataClass;
import io.runledger.core.access.Role;
import io.runledger.core.access.Visibility;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.LedgerApi.Answer;
import io.runledger.endtoend.ledger.TestLedger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a credential may not see is in no answer of any route: their raw bytes are searched for it. */
final class ScopedReaderIT {
    private static final int FOREIGN_RUNS = 1_000;
    private static final String FOREIGN_TIME = "1999-12-31T23:59:58.75Z";

    /** What only foreign runs have: in their ids, types, names and texts; and when it happened. */
    private static final List<String> FOREIGN = List.of("zulu", "1999-12-31");

    /** What only the artifact has that is for few. */
    private static final List<String> SECRET = List.of("whisky");

    private static final String EVENT = """
            {"event_id": "%s", "event_type": "%s", "run_id": "%s", "task_id": "the-task", "producer": "%s",
             "subject_kind": "%s", "subject_id": "%s", "occurred_at": "%s", "payload": {"note": "%s"}}""";
    private static final String ARTIFACT = """
            {"artifact_id": "%s", "artifact_type": "%s", "title": "%s", "run_id": "%s", "task_id": "the-task",
             "bundle_id": "the-bundle", "storage_provider": "external-url", "location": "https://example.org/%s",
             "data_class": "%s", "source_type": "agent-output", "created_by": "%s"}""";

    private static TestLedger ledger;
    private static LedgerApi everything;
    private static LedgerApi scoped;
    private static LedgerApi cleared;

    @BeforeAll
    static void start() throws Exception {
        ledger = TestLedger.ephemeral(Map.of("RUNLEDGER_ACCESS", "required"));
        everything = key("everything", Visibility.EVERYTHING);
        scoped = key("scoped", new Visibility(List.of("own-"), DataClass.SENSITIVE));
        cleared = key("cleared", new Visibility(List.of(""), DataClass.INTERNAL));
        List<String> events = new ArrayList<>();
        List<String> artifacts = new ArrayList<>();
        for (int i = 0; i < FOREIGN_RUNS; i++) {
            addRun("zulu-" + i, "zulu", FOREIGN_TIME, "zulu-" + i, events, artifacts);
        }
        for (String run : List.of("own-1", "own-2")) {
            addRun(run, "agent", "2026-11-21T10:00:00Z", "own", events, artifacts);
        }
        artifacts.add(
                ARTIFACT.formatted("whisky", "whisky.report", "whisky", "own-1", "whisky", "sensitive", "whisky"));
        batch("/events/batch", events);
        batch("/artifacts/batch", artifacts);
        everything
                .post(
                        "/runs/own-1/artifacts/whisky/review",
                        "{\"status\": \"approved\", \"request_id\": \"whisky-review\"}")
                .expect(200);
        everything
                .post(
                        "/runs/own-1/artifacts/the-artifact/review",
                        "{\"status\": \"approved\", \"request_id\": \"r-1\"}")
                .expect(200);
        everything
                .send(
                        "PUT",
                        "/runs/zulu-1/checkpoints/the-checkpoint",
                        BodyPublishers.ofString("zulu"),
                        "Content-Type",
                        "application/octet-stream")
                .expect(201);
    }

    /** The same ids as every other run has, and some of its own. */
    private static void addRun(
            String run, String word, String time, String own, List<String> events, List<String> artifacts) {
        String begun = word.equals("zulu") ? "zulu.begun" : "agent.begun";
        events.add(EVENT.formatted("the-event", begun, run, word, "thing", "the-thing", time, own));
        events.add(EVENT.formatted("event-" + own, "step.done", run, word, "thing", own, time, own));
        events.add(EVENT.formatted("the-file", "v1.file.registered", run, word, "file", "the-file", time, own)
                .replace("{\"note\"", "{\"name\": \"f\", \"location\": \"https://example.org/f\", \"note\""));
        events.add(
                EVENT.formatted("the-package", "v1.package.created", run, word, "package", "the-package", time, own));
        artifacts.add(ARTIFACT.formatted("the-artifact", word + ".report", own, run, own, "internal", word));
    }

    private static LedgerApi key(String name, Visibility visibility) throws InterruptedException {
        return ledger.api()
                .with(TestKeys.create(ledger.keys(), name, Set.of(Role.values()), visibility)
                        .key()
                        .text());
    }

    private static void batch(String path, List<String> records) throws IOException, InterruptedException {
        for (int from = 0; from < records.size(); from += 1_000) {
            StringBuilder lines = new StringBuilder();
            records.subList(from, Math.min(records.size(), from + 1_000))
                    .forEach(record -> lines.append(record.replace("\n", " ")).append('\n'));
            Answer answer = everything
                    .send(
                            "POST",
                            path,
                            BodyPublishers.ofString(lines.toString()),
                            "Content-Type",
                            "application/x-ndjson")
                    .expect(200);
            assertThat(answer.json().path("items").findValuesAsText("status")).containsOnly("201");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        ledger.close();
    }

    @Test
    void aScopedReaderLearnsNothingOfForeignRuns() throws Exception {
        assertThat(found(everything, FOREIGN)).hasSizeGreaterThan(60);
        assertThat(found(scoped, FOREIGN)).isEmpty();
    }

    @Test
    void whoIsNotClearedLearnsNothingOfAnArtifact() throws Exception {
        assertThat(found(everything, SECRET)).hasSizeGreaterThan(20);
        assertThat(found(cleared, SECRET)).isEmpty();
    }

    @Test
    void countsWhatIsSeen() throws Exception {
        everything.get("/types?at_least=" + position()).expect(200);
        assertThat(types(scoped, "event_types")).containsEntry("step.done", 2L).doesNotContainKey("zulu.begun");
        assertThat(types(scoped, "artifact_types")).containsOnlyKeys("agent.report", "whisky.report");
        assertThat(types(cleared, "artifact_types")).containsOnlyKeys("agent.report", "zulu.report");
        assertThat(types(cleared, "event_types").get("artifact.reviewed")).isEqualTo(1);
        assertThat(types(everything, "event_types").get("artifact.reviewed")).isEqualTo(2);

        long all = everything.get("/runs/own-1").json().path("artifact_count").asLong();
        assertThat(cleared.get("/runs/own-1").json().path("artifact_count").asLong())
                .isEqualTo(all - 1);
        assertThat(scoped.get("/runs/own-1").json())
                .isEqualTo(everything.get("/runs/own-1").json());
    }

    @Test
    void pagesThroughWhatIsSeen() throws Exception {
        assertThat(scoped.all("/events?limit=3", "events")).hasSize(12);
        assertThat(ids(scoped.all("/runs?limit=1", "runs"), "run_id")).containsExactlyInAnyOrder("own-1", "own-2");
        assertThat(ids(scoped.all("/runs?run_id_prefix=z", "runs"), "run_id")).isEmpty();
        assertThat(ids(cleared.all("/artifacts?limit=1&run_id=own-1", "artifacts"), "artifact_id"))
                .containsExactly("the-artifact");
        assertThat(ids(everything.all("/artifacts?data_class=sensitive", "artifacts"), "artifact_id"))
                .containsExactly("whisky");
    }

    @Test
    void writesToItsRunsOnly() throws Exception {
        String foreign = EVENT.formatted("x", "step.done", "zulu-1", "p", "s", "s", FOREIGN_TIME, "x");
        String own = EVENT.formatted(
                "event-own", "step.done", "own-1", "agent", "thing", "own", "2026-11-21T10:00:00Z", "own");

        assertThat(scoped.post("/events", foreign)
                        .expect(403)
                        .json()
                        .path("scope")
                        .get(0)
                        .asText())
                .isEqualTo("own-");
        scoped.post("/events", own).expect(200);
        assertThat(scoped.send(
                                "POST",
                                "/events/batch",
                                BodyPublishers.ofString(foreign.replace("\n", " ") + "\n" + own.replace("\n", " ")),
                                "Content-Type",
                                "application/x-ndjson")
                        .json()
                        .path("items")
                        .findValuesAsText("status"))
                .containsExactly("403", "200");
        scoped.post("/runs/zulu-1/artifacts/the-artifact/review", "{\"status\": \"approved\"}")
                .expect(403);
        scoped.post("/runs/zulu-1/tasks/the-task/complete", "{}").expect(403);
        for (String path :
                List.of("/runs/zulu-1/checkpoints/the-checkpoint", "/runs/zulu-1/events/the-event?reason=x")) {
            scoped.send("DELETE", path, BodyPublishers.noBody()).expect(403);
        }
        scoped.send("PUT", "/runs/zulu-1/checkpoints/c", BodyPublishers.ofString("x"))
                .expect(403);
        for (String path : List.of("/metrics", "/positions", "/rejects", "/ready", "/admin/digest", "/access/keys")) {
            scoped.get(path).expect(403);
        }
    }

    private static Map<String, Long> types(LedgerApi api, String list) throws IOException, InterruptedException {
        Map<String, Long> types = new LinkedHashMap<>();
        api.get("/types")
                .expect(200)
                .json()
                .path(list)
                .forEach(each ->
                        types.put(each.path("type").asText(), each.path("count").asLong()));
        return types;
    }

    private static List<String> ids(List<JsonNode> rows, String field) {
        return rows.stream().map(row -> row.path(field).asText()).toList();
    }

    private static String position() throws IOException, InterruptedException {
        return String.join(
                ",", everything.get("/positions").expect(200).headers().get("runledger-position"));
    }

    /** The requests, of all that can be asked, whose answers have one of the words. */
    private static Set<String> found(LedgerApi api, List<String> words) throws Exception {
        Set<String> found = new TreeSet<>();
        Map<Integer, Integer> statuses = new LinkedHashMap<>();
        for (String asked : requests()) {
            Answer answer = api.get(asked);
            statuses.merge(answer.status(), 1, Integer::sum);
            String text = text(answer);
            for (String echoed : echoes(asked)) {
                text = text.replace(echoed, "");
            }
            for (String word : words) {
                if (text.contains(word)) {
                    found.add(asked + " has " + around(text, word));
                }
            }
        }
        assertThat(statuses.get(200)).as("%s", statuses).isGreaterThan(50);
        assertThat(statuses).doesNotContainKeys(401, 500, 503);
        return found;
    }

    private static String around(String text, String word) {
        int at = text.indexOf(word);
        return text.substring(Math.max(0, at - 40), Math.min(text.length(), at + 60));
    }

    /** What was asked for by name may be named in the answer. */
    private static Set<String> echoes(String asked) {
        Set<String> echoes = new LinkedHashSet<>();
        Matcher words = Pattern.compile("(zulu|whisky)[\\w.-]*").matcher(asked);
        while (words.find()) {
            echoes.add(words.group());
        }
        return echoes;
    }

    /** Everything in it that says something: headers, text, the files of a zip, and what cursors are made of. */
    private static String text(Answer answer) throws IOException {
        StringBuilder text = new StringBuilder(answer.headers().toString());
        if (answer.contentType().startsWith("application/zip")) {
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.bytes()))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    text.append(entry.getName()).append(new String(zip.readAllBytes(), UTF_8));
                }
            }
        } else {
            text.append(new String(answer.bytes(), UTF_8));
        }
        Matcher cursors = Pattern.compile("\"next\":\"([\\w=-]+)\"").matcher(text.toString());
        while (cursors.find()) {
            text.append(new String(Base64.getUrlDecoder().decode(cursors.group(1)), ISO_8859_1));
        }
        return text.toString();
    }

    /** Every route for reading, about what is seen and what is not, with every way to ask for it. */
    private static Set<String> requests() throws Exception {
        Set<String> requests = new LinkedHashSet<>();
        List<String> names = List.of("the-%s", "event-zulu-1", "whisky");
        for (String route : ledger.routes()) {
            if (!route.startsWith("GET ") || route.contains("/console/") || route.contains("/admin/")) {
                continue;
            }
            String path = route.substring(4)
                    .replace("{version}", "1")
                    .replace("{partition}", "0")
                    .replace("{offset}", "0");
            for (String run : path.contains("{run_id}") ? List.of("own-1", "zulu-1") : List.of("")) {
                for (String name : names) {
                    String named = path.replace("{run_id}", run);
                    Matcher parameter = Pattern.compile("\\{(\\w+?)(?:_id)?}").matcher(named);
                    named = parameter.replaceAll(
                            found -> name.formatted(found.group(1).equals("name") ? "checkpoint" : found.group(1)));
                    named = named.replace("/requests/the-request", "/requests/r-1")
                            .replace("/requests/whisky", "/requests/whisky-review");
                    requests.add(named.endsWith("/tail") ? named + "?wait=0" : named);
                }
            }
        }
        for (String list : List.of("/events", "/artifacts", "/files", "/packages", "/runs")) {
            for (String query :
                    List.of("limit=1000", "limit=1", "order=desc&limit=1", "since=2020-01-01T00:00:00Z&limit=2")) {
                requests.add(list + "?" + query);
                requests.add(list + "?" + query + (list.equals("/runs") ? "&run_id_prefix=zulu" : "&run_id=zulu-1"));
                requests.add(list + "?" + query + (list.equals("/runs") ? "&run_id_prefix=own" : "&run_id=own-1"));
            }
        }
        for (String filter :
                List.of("task_id=the-task", "event_type=step.done", "event_type=zulu.begun", "producer=zulu")) {
            requests.add("/events?limit=1000&" + filter);
            requests.add("/events/tail?wait=0&limit=1000&since=2020-01-01T00:00:00Z&" + filter);
        }
        for (String filter : List.of(
                "bundle_id=the-bundle",
                "created_by=zulu",
                "data_class=sensitive",
                "status=approved",
                "artifact_type=whisky.report")) {
            requests.add("/artifacts?limit=1000&" + filter);
        }
        requests.add("/events/tail?wait=0&limit=1000&since=2020-01-01T00:00:00Z");
        requests.add("/events/tail?wait=0&limit=1000&since=2020-01-01T00:00:00Z&run_id=zulu-1");
        requests.add("/runs?event_type=zulu.begun");
        requests.add("/runs/compare?baseline=own-1&candidate=own-2");
        requests.add("/runs/compare?baseline=own-1&candidate=zulu-1");
        requests.add("/runs/own-1/bundle?checkpoints=true");
        requests.add("/export?run_id=own-1");
        requests.add("/export?run_id=zulu-1");
        requests.add("/export?bundle_id=the-bundle");
        requests.add("/export?since=2020-01-01T00:00:00Z");
        return requests;
    }
}
