package io.runledger.endtoend.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.bundle.validate.Finding;
import io.runledger.bundle.validate.Validator;
import io.runledger.endtoend.ledger.Command;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.schemas.log.RunPartition;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints on a real broker: any bytes under a name, written by compare-and-set, kept whatever happens. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class CheckpointIT {
    private static final String TOPIC = "runledger.checkpoints";
    private static final int PARTITIONS = 12;
    private static final int MEBIBYTE = 1 << 20;

    @RegisterExtension
    static final OwnLedger OWN = new OwnLedger();

    private final TestLedger ledger;

    @TempDir
    private Path directory = Path.of("");

    CheckpointIT(TestLedger ledger) {
        this.ledger = ledger;
    }

    @Test
    void keepsTheLastBytesOfAnyTypeUnderName() throws Exception {
        CheckpointClient run = new CheckpointClient(ledger.api(), "run-a");
        byte[] state = {0, 1, -1, '\n'};

        HttpResponse<byte[]> created = run.put("step:1", state, "Content-Type", "application/x-state; v=2");
        HttpResponse<byte[]> read = run.get("step:1");
        HttpResponse<byte[]> head = run.send("HEAD", "step:1", new byte[0]);

        assertThat(created.statusCode())
                .as(() -> new String(created.body(), UTF_8))
                .isEqualTo(201);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).isEqualTo(state);
        assertThat(read.headers().firstValue("Content-Type")).contains("application/x-state; v=2");
        assertThat(CheckpointClient.etag(read))
                .isEqualTo(CheckpointClient.etag(created))
                .matches("\"[0-9a-f]{32}\"");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).contains("4");
        assertThat(CheckpointClient.etag(head)).isEqualTo(CheckpointClient.etag(read));
        assertThat(run.get("step:1", "If-None-Match", CheckpointClient.etag(read))
                        .statusCode())
                .isEqualTo(304);
        assertThat(run.put("step:1", new byte[0]).statusCode()).isEqualTo(200);
        assertThat(run.get("step:1").body()).isEmpty();
        assertThat(run.delete("step:1").statusCode()).isEqualTo(204);
        assertThat(run.get("step:1").statusCode()).isEqualTo(404);
        assertThat(run.delete("step:1").statusCode()).isEqualTo(404);
        assertThat(run.get(".hidden").statusCode()).isEqualTo(400);
        assertThat(run.put("a b", state).statusCode()).isEqualTo(400);
        assertThat(run.put("x", state, "Content-Encoding", "gzip").statusCode()).isEqualTo(415);
    }

    @Test
    void writesOnlyWhatIsStillAsItWasKnown() throws Exception {
        CheckpointClient run = new CheckpointClient(ledger.api(), "run-b");
        byte[] same = "same".getBytes(UTF_8);

        assertThat(run.put("s", same, "If-Match", "*").statusCode()).isEqualTo(412);
        String first = CheckpointClient.etag(run.put("s", same, "If-None-Match", "*"));
        HttpResponse<byte[]> again = run.put("s", same, "If-None-Match", "*");
        String second = CheckpointClient.etag(run.put("s", same, "If-Match", "\"other\", " + first));

        assertThat(again.statusCode()).isEqualTo(412);
        assertThat(CheckpointClient.etag(again)).isEqualTo(first);
        assertThat(new ObjectMapper().readTree(again.body()).path("etag").asText())
                .isEqualTo(first.replace("\"", ""));
        assertThat(second).as("the same content is another write").isNotEqualTo(first);
        assertThat(run.put("s", same, "If-Match", first).statusCode()).isEqualTo(412);
        assertThat(run.put("s", same, "If-Match", "W/" + second).statusCode()).isEqualTo(412);
        assertThat(run.put("s", same, "If-Match", "nonsense").statusCode()).isEqualTo(400);
        assertThat(run.delete("s", "If-Match", first).statusCode()).isEqualTo(412);
        assertThat(run.delete("s", "If-Match", second).statusCode()).isEqualTo(204);
        String anew = CheckpointClient.etag(run.put("s", same, "If-None-Match", "*"));
        assertThat(anew).isNotIn(first, second);
        assertThat(run.put("s", same, "If-Match", second).statusCode()).isEqualTo(412);
    }

    @Test
    void takesMebibyteAndNoMore() throws Exception {
        CheckpointClient run = new CheckpointClient(ledger.api(), "run-c");
        byte[] largest = new byte[MEBIBYTE];
        new Random(1).nextBytes(largest);

        assertThat(run.put("large", largest).statusCode()).isEqualTo(201);
        assertThat(run.get("large").body()).isEqualTo(largest);
        HttpResponse<byte[]> refused = run.put("large", new byte[MEBIBYTE + 1]);
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(run.get("large").body()).isEqualTo(largest);
    }

    @Test
    void takesNoSecretInItsNameWhichEverybodyIsShown() throws Exception {
        CheckpointClient run = new CheckpointClient(ledger.api(), "run-s");

        HttpResponse<byte[]> refused = run.put("ghp_16C7e42F292c6912E7710c838347Ae178B4a", new byte[] {1});

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(new String(refused.body(), UTF_8))
                .contains("urn:runledger:problem:secret", "is in name")
                .doesNotContain("ghp_16C7");
    }

    @Test
    void listsThemInPages() throws Exception {
        LedgerApi api = ledger.api();
        CheckpointClient run = new CheckpointClient(api, "run-d");
        for (int i = 0; i < 7; i++) {
            run.put("n" + i, new byte[i], "Content-Type", "text/plain");
        }
        new CheckpointClient(api, "run-d-more").put("n", new byte[1]);

        List<JsonNode> all = api.all("/runs/run-d/checkpoints?limit=3", "checkpoints");

        assertThat(all)
                .extracting(each -> each.path("name").asText())
                .containsExactly("n0", "n1", "n2", "n3", "n4", "n5", "n6");
        assertThat(all.get(5).path("size_bytes").asInt()).isEqualTo(5);
        assertThat(all.get(5).path("content_type").asText()).isEqualTo("text/plain");
        assertThat(api.get("/runs/none/checkpoints").expect(200).json().path("checkpoints"))
                .isEmpty();
        api.get("/runs/run-d/checkpoints?cursor=no").expect(400);
    }

    @Test
    void noConcurrentIncrementIsLost() throws Exception {
        CheckpointClient run = new CheckpointClient(ledger.api(), "run-e");
        try (Increments increments = new Increments(List.of(run), 8)) {
            await().atMost(Duration.ofMinutes(2)).until(() -> increments.done() >= 200);
            increments.assertExact();
        }
    }

    @Test
    void fencesWhoTookThePartitionForItsOwn() throws Exception {
        CheckpointClient run = new CheckpointClient(ledger.api(), "run-f");
        int partition = RunPartition.of("run-f", PARTITIONS);
        assertThat(run.put("s", "ours".getBytes(UTF_8)).statusCode()).isEqualTo(201);
        try (KafkaProducer<byte[], byte[]> other = new KafkaProducer<>(
                Map.of("bootstrap.servers", ledger.bootstrapServers(), "transactional.id", TOPIC + "-" + partition),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>(TOPIC, partition, "meta/run-f/s".getBytes(UTF_8), null))
                    .get(10, TimeUnit.SECONDS);

            HttpResponse<byte[]> written = run.put("s", "ours again".getBytes(UTF_8));

            assertThat(written.statusCode()).isEqualTo(200);
            assertThatThrownBy(other::commitTransaction).isInstanceOf(KafkaException.class);
            assertThat(run.get("s").body()).isEqualTo("ours again".getBytes(UTF_8));
        }
    }

    @Test
    void standsInBundleIfAsked() throws Exception {
        LedgerApi api = ledger.api();
        CheckpointClient run = new CheckpointClient(api, "run-g");
        String written =
                api.post("/events", """
                {"event_type": "x", "run_id": "run-g", "producer": "t", "occurred_at": "2026-11-21T10:00:00Z",
                 "payload": {}}""").expect(201).json().path("position").asText();
        api.get("/runs/run-g?at_least=" + written).expect(200);
        for (String name : List.of("B", "a", "b")) {
            run.put(name, name.getBytes(UTF_8));
        }

        byte[] with = api.get("/runs/run-g/bundle?checkpoints=true").expect(200).bytes();
        byte[] without = api.get("/runs/run-g/bundle").expect(200).bytes();

        assertThat(with)
                .isEqualTo(api.get("/runs/run-g/bundle?checkpoints=true").bytes());
        assertThat(without).isNotEqualTo(with);
        Path file = Files.write(directory.resolve("with.zip"), with);
        List<Finding> findings = new ArrayList<>();
        assertThat(new Validator().validate(file, findings::add).isValid())
                .as(findings::toString)
                .isTrue();
        Path taken = directory.resolve("taken.zip");
        assertThat(Command.run("bundle", "run-g", "-o", taken.toString(), "--checkpoints", "--url", api.url())
                        .exit())
                .isZero();
        assertThat(taken).hasBinaryContent(with);
        Path other = Files.write(directory.resolve("without.zip"), without);
        // Nothing that is known differs; but this run told neither its configuration nor its end.
        assertThat(Command.run("compare", file.toString(), other.toString()).exit())
                .isEqualTo(3);
    }

    @Test
    void areTheSameAfterCompactionAndWithoutTheirFiles() throws Exception {
        CheckpointClient run = new CheckpointClient(ledger.api(), "run-h");
        run.put("gone", new byte[3]);
        run.delete("gone");
        for (int i = 0; i <= 20; i++) {
            run.put("kept", ("state " + i).getBytes(UTF_8));
        }
        String etag = CheckpointClient.etag(run.get("kept"));
        compact(run);

        ledger.replay();

        CheckpointClient anew = new CheckpointClient(ledger.api(), "run-h");
        assertThat(new String(anew.get("kept").body(), UTF_8)).isEqualTo("state 20");
        assertThat(CheckpointClient.etag(anew.get("kept"))).isEqualTo(etag);
        assertThat(anew.get("gone").statusCode()).isEqualTo(404);
        assertThat(anew.put("kept", new byte[1], "If-Match", etag).statusCode()).isEqualTo(200);
        ledger.stopServices();
        ledger.startServicesAgain();
        assertThat(new CheckpointClient(ledger.api(), "run-h").get("kept").body())
                .hasSize(1);
    }

    /** Returns when of the checkpoint that was written over and over little is left. */
    private void compact(CheckpointClient run) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ledger.bootstrapServers()))) {
            set(admin, new ConfigResource(ConfigResource.Type.BROKER, ""), Map.of("log.cleaner.backoff.ms", "100"));
            set(
                    admin,
                    new ConfigResource(ConfigResource.Type.TOPIC, TOPIC),
                    Map.of("segment.ms", "50", "min.cleanable.dirty.ratio", "0"));
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> {
                        run.put("filler", new byte[1]); // an append is what closes a segment that is old enough
                        return copies("meta/run-h/kept") == 1;
                    });
        }
    }

    private static void set(Admin admin, ConfigResource resource, Map<String, String> values) throws Exception {
        List<AlterConfigOp> operations = values.entrySet().stream()
                .map(value ->
                        new AlterConfigOp(new ConfigEntry(value.getKey(), value.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        admin.incrementalAlterConfigs(Map.of(resource, operations)).all().get(30, TimeUnit.SECONDS);
    }

    private int copies(String key) {
        TopicPartition partition = new TopicPartition(TOPIC, RunPartition.of("run-h", PARTITIONS));
        Set<Long> offsets = new HashSet<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", ledger.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (new String(record.key(), UTF_8).equals(key)) {
                        offsets.add(record.offset());
                    }
                }
            }
        }
        return offsets.size();
    }
}
