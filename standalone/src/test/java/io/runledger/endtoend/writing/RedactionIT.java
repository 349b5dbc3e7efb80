package io.runledger.endtoend.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.core.redaction.Planted;
import io.runledger.core.redaction.Sample;
import io.runledger.core.redaction.Secrets;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.StandingRecords;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.log.RunPartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Planted secrets by every way in, and then the bytes of everything that is kept searched for them. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class RedactionIT {
    private static final String LOG = "runledger.log";
    private static final int PARTITIONS = 12;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Nothing is packed, so that bytes can be searched. */
    private static final Map<String, String> UNPACKED = Map.of("KAFKA_COMPRESSION_TYPE", "none");

    private final List<Planted> planted = Planted.all();

    @Test
    void noSecretThatComesByHttpIsKeptAnywhere() throws Exception {
        Level level = root().getLevel();
        ListAppender<ILoggingEvent> logged = capture();
        List<String> needles =
                new ArrayList<>(planted.stream().map(Planted::needle).toList());
        try (TestLedger ledger = TestLedger.ephemeral(UNPACKED)) {
            LedgerApi api = ledger.api();
            StringBuilder answers = new StringBuilder();

            answers.append(api.post("/events/batch", batch().toString()).expect(200));
            for (int i = 0; i < planted.size(); i += 9) {
                answers.append(
                        api.post("/events", event("one-" + i, planted.get(i)).toString())
                                .expect(201));
            }
            for (Sample sample : new Secrets(99).shaped()) {
                answers.append(
                        api.post("/artifacts", artifact(sample).toString()).expect(201));
                needles.add(sample.needle());
            }
            await().atMost(SOON).untilAsserted(() -> assertThat(
                            api.get("/runs/planted").expect(200).json().path("last_event"))
                    .isNotNull());
            await().atMost(SOON).untilAsserted(() -> assertThat(api.all("/events?run_id=planted", "events"))
                    .hasSizeGreaterThan(planted.size()));

            List<JsonNode> events = api.all("/events?run_id=planted", "events");
            assertThat(events)
                    .allSatisfy(event -> assertThat(event.path("redactions")).isNotEmpty());
            assertThat(api.all("/rejects", "rejects")).isEmpty();
            assertNone(needles, answers.toString(), "answers");
            assertNone(
                    needles,
                    events
                            + api.get("/artifacts?run_id=planted")
                                    .expect(200)
                                    .json()
                                    .toString(),
                    "views");
            ledger.stopServices();
            assertThat(search(ledger.segments(), ".log", needles))
                    .as("segments")
                    .isEmpty();
            assertThat(search(ledger.state(), "", needles)).as("views' files").isEmpty();
            assertThat(search(ledger.segments(), ".log", List.of("[REDACTED:github-token]")))
                    .as("what is there")
                    .isNotEmpty();
            ledger.startServicesAgain();
        } finally {
            root().detachAppender(logged);
            root().setLevel(level);
        }
        String log = List.copyOf(logged.list).stream()
                .map(event -> event.getFormattedMessage() + " " + event.getThrowableProxy())
                .collect(Collectors.joining("\n"));
        assertThat(log).isNotEmpty();
        assertNone(needles, log, "log output");
    }

    @Test
    void aSecretThatIsPublishedToKafkaIsListedWithoutItAndTakenFromTheLog() throws Exception {
        String secret = "gh" + "p_" + "Zz9x".repeat(9);
        String clean = "x".repeat(secret.length());
        try (TestLedger ledger = TestLedger.ephemeral(UNPACKED)) {
            LedgerApi api = ledger.api();
            List<String> runs =
                    IntStream.range(0, 5).mapToObj(i -> "direct-" + i).toList();
            for (String run : runs) {
                api.post("/events", note(run, "first", clean)).expect(201);
            }

            try (KafkaProducer<byte[], byte[]> producer = producer(ledger)) {
                for (String run : runs) {
                    int partition = RunPartition.of(run, PARTITIONS);
                    ConsumerRecord<byte[], byte[]> first = records(ledger, partition, "event/" + run + "/first")
                            .get(0);
                    byte[] value = new String(first.value(), StandardCharsets.ISO_8859_1)
                            .replace(clean, secret)
                            .getBytes(StandardCharsets.ISO_8859_1);
                    producer.send(new ProducerRecord<>(LOG, partition, first.key(), value))
                            .get();
                    producer.send(new ProducerRecord<>(LOG, partition, key(run, "alone"), value))
                            .get();
                    producer.send(new ProducerRecord<>(
                                    LOG,
                                    partition,
                                    key(run, "bytes"),
                                    ("password=" + secret).getBytes(StandardCharsets.UTF_8)))
                            .get();
                }
            }

            await().atMost(SOON).untilAsserted(() -> assertThat(api.all("/rejects?reason=secret", "rejects"))
                    .hasSize(15));
            for (String run : runs) {
                int partition = RunPartition.of(run, PARTITIONS);
                await().atMost(SOON).untilAsserted(() -> {
                    assertThat(last(ledger, partition, run, "first").headers().lastHeader("runledger-place"))
                            .isNotNull();
                    assertThat(last(ledger, partition, run, "alone").value()).isNull();
                    assertThat(last(ledger, partition, run, "bytes").value()).isNull();
                });
                assertThat(api.all("/events?run_id=" + run, "events")).hasSize(1);
            }
            JsonNode reject = api.all("/rejects?reason=secret", "rejects").get(0);
            assertThat(reject.path("detail").asText()).contains("holds a secret (rule ");
            assertNone(
                    List.of(secret),
                    api.get("/rejects/" + reject.path("position").asText().replace(':', '/'))
                            .expect(200)
                            .json()
                            .toString(),
                    "a reject");
            await().atMost(SOON).untilAsserted(() -> assertThat(StandingRecords.of(ledger, "runledger.rejects", 0, ""))
                    .hasSize(15));
            ledger.stopServices();
            assertThat(search(ledger.state(), "", List.of(secret)))
                    .as("views' files")
                    .isEmpty();
            try (Stream<Path> partitions = Files.list(ledger.segments())) {
                for (Path rejects : partitions
                        .filter(each -> each.toString().contains("rejects"))
                        .toList()) {
                    assertThat(search(rejects, ".log", List.of(secret)))
                            .as("rejects")
                            .isEmpty();
                }
            }
            ledger.startServicesAgain();
        }
    }

    private ArrayNode batch() throws IOException {
        ArrayNode batch = JSON.createArrayNode();
        for (int i = 0; i < planted.size(); i++) {
            batch.add(event("many-" + i, planted.get(i)));
        }
        return batch;
    }

    private static ObjectNode event(String id, Planted planted) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(note("planted", id, ""));
        event.set("payload", JSON.readTree(planted.payload()));
        return event;
    }

    private static String note(String run, String id, String note) {
        return """
                {"event_id": "%s", "run_id": "%s", "event_type": "t", "producer": "tests",
                 "occurred_at": "2026-11-21T10:00:00Z", "payload": {"note": "%s"}}""".formatted(id, run, note);
    }

    private static ObjectNode artifact(Sample sample) {
        ObjectNode artifact = JSON.createObjectNode()
                .put("artifact_id", sample.rule())
                .put("artifact_type", "report")
                .put("title", "A report")
                .put("summary", "found  " + sample.text() + " in it")
                .put("storage_provider", "external-url")
                .put("location", "https://example.org/r")
                .put("data_class", "public")
                .put("run_id", "planted")
                .put("source_type", "manual-link")
                .put("created_by", "tests");
        artifact.putObject("metadata")
                .put(
                        "password",
                        sample.needle()
                                .substring(0, Math.min(20, sample.needle().length())));
        return artifact;
    }

    private static void assertNone(List<String> needles, String text, String where) {
        assertThat(needles.stream().filter(text::contains)).as(where).isEmpty();
    }

    /** Needles that stand in files whose names end so. */
    private static List<String> search(Path directory, String ending, List<String> needles) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(each -> each.toString().endsWith(ending))
                    .toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                needles.stream()
                        .filter(needle -> bytes.contains(needle))
                        .forEach(needle -> found.add(file.getFileName() + " has " + needle));
            }
        }
        return found;
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static ListAppender<ILoggingEvent> capture() {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        root().setLevel(Level.INFO);
        root().addAppender(appender);
        return appender;
    }

    private static byte[] key(String run, String id) {
        return ("event/" + run + "/" + id).getBytes(StandardCharsets.UTF_8);
    }

    private static KafkaProducer<byte[], byte[]> producer(TestLedger ledger) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", ledger.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static ConsumerRecord<byte[], byte[]> last(TestLedger ledger, int partition, String run, String id) {
        List<ConsumerRecord<byte[], byte[]>> all = records(ledger, partition, "event/" + run + "/" + id);
        return all.get(all.size() - 1);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(TestLedger ledger, int partition, String prefix) {
        return StandingRecords.of(ledger, LOG, partition, prefix);
    }
}
