package io.runledger.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.core.process.Started;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.TestBroker;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.catalog.LedgerRegistry;
import io.runledger.schemas.contract.Contract;
import io.runledger.standalone.registry.MemoryTopic;
import io.runledger.standalone.registry.RegistryServer;
import io.runledger.standalone.terminal.ClearFailure;
import io.runledger.standalone.terminal.StartProgress;
import io.runledger.standalone.up.DataDirectory;
import io.runledger.standalone.up.Endpoints;
import io.runledger.standalone.up.LedgerServices;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a ledger is when its registry lost what it had: the same. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class RegistryLossIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void readsReplaysAndWritesWhenEverySubjectWasDeleted() throws Exception {
        try (TestLedger ledger = TestLedger.on(directory)) {
            write(ledger.api(), "before");
            JsonNode digests = digests(ledger.api());

            deleteAll(ledger.registryUrl());
            ledger.stopServices();
            ledger.startServicesAgain();

            isTheSame(ledger.api(), digests);
            write(ledger.api(), "after");
        }
    }

    /** An ordinary registry by URL, whose contents are lost as a whole. */
    @Test
    void readsReplaysAndWritesWhenTheRegistryIsWipedAndSaysSoWhenItGaveIdsToOthers() throws Exception {
        int port = TestLedger.freePort();
        try (Started started = new Started()) {
            DataDirectory data = started.add(DataDirectory.open(directory, null));
            TestBroker broker = started.add(TestBroker.start(data.kafka()));
            LedgerRegistry before = new LedgerRegistry(new MemoryTopic());
            before.register("somebody-elses", SchemaBuilder.fixed("F").size(1).toString());
            JsonNode digests;
            try (RegistryServer registry = RegistryServer.start(before, "127.0.0.1", port);
                    LedgerServices services = services(broker, data, registry)) {
                write(api(services), "before");
                digests = digests(api(services));
            }

            try (RegistryServer wiped = RegistryServer.start(new LedgerRegistry(new MemoryTopic()), "127.0.0.1", port);
                    LedgerServices services = services(broker, data, wiped)) {
                isTheSame(api(services), digests);
                write(api(services), "after");
                digests = digests(api(services));
            }

            LedgerRegistry reassigned = new LedgerRegistry(new MemoryTopic());
            for (int i = 0; i < 10; i++) {
                reassigned.register(
                        "other" + i, SchemaBuilder.fixed("G" + i).size(1).toString());
            }
            try (RegistryServer other = RegistryServer.start(reassigned, "127.0.0.1", port)) {
                assertThatThrownBy(() -> services(broker, data, other).close())
                        .isInstanceOf(ClearFailure.class)
                        .hasMessageContainingAll(Contract.EVENT.subject(), "under id", "backup", "runledger.schemas");
            }

            try (RegistryServer wiped = RegistryServer.start(new LedgerRegistry(new MemoryTopic()), "127.0.0.1", port);
                    LedgerServices services = services(broker, data, wiped)) {
                isTheSame(api(services), digests);
            }
        }
    }

    /** Nobody knows the schemas any more: what is served must not be replaced by nothing. */
    @Test
    void keepsWhatIsServedWhenAReplayWouldLoseIt() throws Exception {
        int port = TestLedger.freePort();
        try (Started started = new Started()) {
            DataDirectory data = started.add(DataDirectory.open(directory, null));
            TestBroker broker = started.add(TestBroker.start(data.kafka()));
            LedgerRegistry shared = new LedgerRegistry(new MemoryTopic());
            for (int i = 0; i < 2_000; i++) {
                shared.register(
                        "other" + i, SchemaBuilder.fixed("G" + i).size(1).toString());
            }
            try (RegistryServer registry = RegistryServer.start(shared, "127.0.0.1", port);
                    LedgerServices services = services(broker, data, registry)) {
                write(api(services), "before");
            }
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.deleteTopics(List.of("runledger.schemas")).all().get(30, TimeUnit.SECONDS);
            }

            try (RegistryServer wiped = RegistryServer.start(new LedgerRegistry(new MemoryTopic()), "127.0.0.1", port);
                    LedgerServices services = services(broker, data, wiped)) {
                JsonNode digests = digests(api(services));
                JsonNode replay = done(api(services), "/admin/replay");

                assertThat(replay.path("state").asText()).isEqualTo("failed");
                assertThat(replay.path("failure").asText())
                        .contains("would lose", "that are served now", "name schemas", "backup", "were kept");
                assertThat(digests(api(services))).isEqualTo(digests);
                assertThat(api(services)
                                .get("/events?run_id=before")
                                .expect(503)
                                .detail())
                        .contains("schema", "backup");
                JsonNode verification = done(api(services), "/admin/verify");
                assertThat(verification.path("state").asText()).isEqualTo("different");
                assertThat(verification.path("partitions")).anySatisfy(proof -> assertThat(
                                proof.path("unreadable_records").asLong())
                        .isPositive());
            }
        }
    }

    private static LedgerServices services(TestBroker broker, DataDirectory data, RegistryServer registry)
            throws Exception {
        return LedgerServices.start(
                new Endpoints(broker.bootstrapServers(), registry.confluentUrl(), "127.0.0.1", 0, data.partitions()),
                data,
                new StartProgress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)));
    }

    private static LedgerApi api(LedgerServices services) {
        return new LedgerApi("http://127.0.0.1:" + services.port());
    }

    private static void write(LedgerApi api, String run) throws Exception {
        String last = "";
        for (int i = 0; i < 20; i++) {
            last = api.post("/events", """
                    {"event_id": "e%d", "run_id": "%s", "event_type": "t", "producer": "tests",
                     "occurred_at": "2026-11-21T10:00:00Z", "payload": {"i": %d}}""".formatted(i, run, i))
                    .expect(201)
                    .json()
                    .path("position")
                    .asText();
        }
        JsonNode artifact =
                api.post("/artifacts", """
                {"artifact_id": "a", "run_id": "%s", "artifact_type": "report", "title": "A report",
                 "storage_provider": "external-url", "location": "https://example.org/report", "data_class": "public",
                 "source_type": "manual-link", "created_by": "tests"}""".formatted(run)).expect(201).json();
        api.get("/runs/" + run + "/artifacts/a?at_least="
                        + artifact.path("position").asText())
                .expect(200);
        assertThat(api.get("/events?run_id=" + run + "&at_least=" + last)
                        .expect(200)
                        .json()
                        .path("events"))
                .hasSize(20);
    }

    private static JsonNode digests(LedgerApi api) throws Exception {
        return api.get("/admin/digest").expect(200).json();
    }

    /** Read as it was, made again, proved, and nothing of it rejected. */
    private static void isTheSame(LedgerApi api, JsonNode digests) throws Exception {
        assertThat(digests(api)).isEqualTo(digests);
        assertThat(done(api, "/admin/replay").path("state").asText()).isEqualTo("done");
        assertThat(digests(api)).isEqualTo(digests);
        assertThat(done(api, "/admin/verify").path("state").asText()).isEqualTo("equal");
        assertThat(api.get("/rejects").expect(200).json().path("rejects")).isEmpty();
    }

    private static JsonNode done(LedgerApi api, String path) throws Exception {
        api.post(path, "").expect(202);
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> api.get(path).expect(200).json(),
                        answer -> !answer.path("state").asText().equals("running"));
    }

    private static void deleteAll(String registry) throws Exception {
        JsonNode subjects = new ObjectMapper().readTree(send("GET", registry + "/subjects"));
        assertThat(subjects).isNotEmpty();
        for (JsonNode subject : subjects) {
            send("DELETE", registry + "/subjects/" + subject.asText());
            send("DELETE", registry + "/subjects/" + subject.asText() + "?permanent=true");
        }
        assertThat(send("GET", registry + "/subjects?deleted=true")).isEqualTo("[]");
    }

    private static String send(String method, String url) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(url))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
