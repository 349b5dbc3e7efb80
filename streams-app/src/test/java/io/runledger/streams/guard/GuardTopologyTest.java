package io.runledger.streams.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.ledger.LedgerSettings;
import io.runledger.core.redaction.Redaction;
import io.runledger.core.review.Decision;
import io.runledger.core.settings.Settings;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.seal.SealMark;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.RecordSerializer;
import io.runledger.streams.views.log.Criteria;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GuardTopologyTest {
    private static final String TOPIC = "runledger.log";

    private final GuardRecords registry = new GuardRecords();
    private final Seal seal = new Seal("secret");

    @Test
    void putsADecisionOnTheLogAndTheSameAgainForARetry(@TempDir Path directory) throws Exception {
        GuardConfig config = GuardConfig.from(
                LedgerSettings.from(new Settings(Map.of("RUNLEDGER_GUARD_KEY", "a guard key"))),
                new Settings(Map.of("RUNLEDGER_GUARD_STATE_DIR", directory.toString())));
        Properties properties = new Properties();
        properties.putAll(config.streams());
        Event request = request();
        List<Decision> told = new ArrayList<>();
        byte[] wire = new RecordSerializer(registry).serialize(TOPIC, request);
        try (TopologyTestDriver driver = new TopologyTestDriver(
                new GuardTopology(
                                TOPIC,
                                1,
                                registry,
                                new Criteria(seal, Redaction.builtIn(), SealMark.ofNew(Uuid.ONE_UUID, 100)),
                                new GuardRules(StoragePolicy.development(), false, false),
                                (partition, from, each) -> {},
                                told::add)
                        .get(),
                properties)) {
            TestInputTopic<byte[], byte[]> log =
                    driver.createInputTopic(TOPIC, new ByteArraySerializer(), new ByteArraySerializer());

            log.pipeInput("garbage".getBytes(StandardCharsets.UTF_8), "more".getBytes(StandardCharsets.UTF_8));
            log.pipeInput(RecordKey.of(request).bytes(), wire, Instant.parse("2026-11-21T10:00:01Z"));
            log.pipeInput(RecordKey.of(request).bytes(), wire, Instant.parse("2026-11-21T10:00:02Z"));

            List<KeyValue<byte[], byte[]>> decisions = driver.createOutputTopic(
                            TOPIC, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readKeyValuesToList();
            assertThat(decisions).hasSize(2);
            assertThat(decisions.get(1).value).isEqualTo(decisions.get(0).value);
            Event decision = (Event) new RecordReader(registry).read(decisions.get(0).value);
            assertThat(decisions.get(0).key)
                    .isEqualTo(RecordKey.of(decision).bytes())
                    .isEqualTo(decisions.get(1).key);
            assertThat(decision.getEventType()).isEqualTo("task.declared");
            assertThat(decision.getOccurredAt()).isEqualTo(Instant.parse("2026-11-21T10:00:01Z"));
            assertThat(Decision.read(decision, seal).orElseThrow().task().title())
                    .isEqualTo("Train");
            assertThat(told)
                    .as("counted once")
                    .containsExactly(Decision.read(decision, seal).orElseThrow());
        }
    }

    private static Event request() {
        String payload = "{\"title\":\"Train\"}";
        return Event.newBuilder()
                .setEventId("e1")
                .setEventType("task.declare_requested")
                .setRunId("r")
                .setTaskId("train")
                .setProducer("tests")
                .setSubjectKind("task")
                .setSubjectId("train")
                .setOccurredAt(Instant.parse("2026-11-21T10:00:00Z"))
                .setPayload(payload)
                .setPayloadDigest(PayloadDigest.of(payload))
                .build();
    }
}
