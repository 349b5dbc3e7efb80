package io.runledger.streams.checkpoints;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.ledger.LedgerSettings;
import io.runledger.core.settings.Settings;
import io.runledger.streams.views.serve.ViewsConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointsTopologyTest {
    private static final String TOPIC = "runledger.checkpoints";
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.123Z");

    private final Following following = new Following();

    @Test
    void isOneSourceOneProcessorAndOneStore() {
        assertThat(new CheckpointsTopology(TOPIC, following)
                        .get()
                        .describe()
                        .toString()
                        .replaceAll("\\s+", " ")
                        .strip())
                .isEqualTo("Topologies: Sub-topology: 0 Source: topic (topics: [runledger.checkpoints]) --> keep"
                        + " Processor: keep (stores: [checkpoints]) --> none <-- topic");
    }

    @Test
    void keepsTheLastRowOfEachKeyWithItsTime(@TempDir Path directory) {
        ViewsConfig node = ViewsConfig.from(
                LedgerSettings.from(new Settings(Map.of("RUNLEDGER_GUARD_KEY", "a guard key"))),
                new Settings(Map.of("RUNLEDGER_STATE_DIR", directory.toString())));
        Properties properties = new Properties();
        properties.putAll(new CheckpointsConfig(node).streams());
        Checkpoint checkpoint = new NewContent("text/plain", "x".getBytes(UTF_8)).checkpoint("r", "n", "e1");
        try (TopologyTestDriver driver =
                new TopologyTestDriver(new CheckpointsTopology(TOPIC, following).get(), properties)) {
            TestInputTopic<byte[], byte[]> topic =
                    driver.createInputTopic(TOPIC, new ByteArraySerializer(), new ByteArraySerializer());
            topic.pipeInput(Row.bytes(checkpoint), "x".getBytes(UTF_8), TIME);
            topic.pipeInput(Row.meta("r", "n"), "{}".getBytes(UTF_8), TIME);
            topic.pipeInput(Row.meta("r", "n"), Row.value(checkpoint), TIME);
            topic.pipeInput(Row.meta("r", "gone"), Row.value(checkpoint), TIME);
            topic.pipeInput(Row.meta("r", "gone"), null, TIME);

            KeyValueStore<Bytes, ValueAndTimestamp<byte[]>> store =
                    driver.getTimestampedKeyValueStore(CheckpointsTopology.STORE);
            ValueAndTimestamp<byte[]> row = store.get(Bytes.wrap(Row.meta("r", "n")));
            assertThat(Row.checkpoint(Row.meta("r", "n"), row.value(), row.timestamp()))
                    .contains(checkpoint.at(TIME));
            assertThat(store.get(Bytes.wrap(Row.meta("r", "gone")))).isNull();
            assertThat(following.number(0)).isNotEqualTo(Following.AWAY);
        }
        assertThat(following.number(0)).isEqualTo(Following.AWAY);
    }
}
