package io.runledger.streams.views.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.ledger.LedgerSettings;
import io.runledger.core.settings.Settings;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.streams.views.apply.Records;
import io.runledger.streams.views.model.Tally;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RecordQuery;
import io.runledger.streams.views.store.Memory;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ViewsTopologyTest {
    private static final String TOPIC = "runledger.log";

    private final Records records = new Records();
    private final ThreadLocal<RecordReader> readers = ThreadLocal.withInitial(() -> new RecordReader(records.registry));

    private final PollBuffer buffer = new PollBuffer();

    private Topology topology(Memory memory) {
        return new ViewsTopology(TOPIC, 1, records.registry, memory, Records.CRITERIA, Records.LOG, buffer, new Bell())
                .get();
    }

    private static Properties properties(Path directory) {
        ViewsConfig config = ViewsConfig.from(
                LedgerSettings.from(new Settings(Map.of("RUNLEDGER_GUARD_KEY", "a guard key"))),
                new Settings(Map.of("RUNLEDGER_STATE_DIR", directory.toString())));
        Properties properties = new Properties();
        properties.putAll(config.streams());
        return properties;
    }

    @Test
    void isOneSourceOneProcessorAndOneStore() {
        try (Memory memory = new Memory(8 << 20, 4 << 20)) {
            Topology topology = topology(memory);

            assertThat(topology.describe().toString().replaceAll("\\s+", " ").strip())
                    .isEqualTo("Topologies: Sub-topology: 0 Source: log (topics: [runledger.log]) --> apply"
                            + " Processor: apply (stores: [views]) --> none <-- log");
        }
    }

    @Test
    void appliesRecordsAndSurvivesGarbage(@TempDir Path directory) {
        try (Memory memory = new Memory(8 << 20, 4 << 20);
                TopologyTestDriver driver = new TopologyTestDriver(topology(memory), properties(directory))) {
            TestInputTopic<byte[], byte[]> log =
                    driver.createInputTopic(TOPIC, new ByteArraySerializer(), new ByteArraySerializer());

            log.pipeInput(
                    Records.key(Records.event("r", "a", "x", null, "{}")),
                    records.wire(Records.event("r", "a", "x", null, "{}")));
            log.pipeInput("garbage".getBytes(StandardCharsets.UTF_8), "more".getBytes(StandardCharsets.UTF_8));
            log.pipeInput(
                    Records.key(Records.event("r", "b", "x", null, "{}")),
                    records.wire(Records.event("r", "b", "x", null, "{}")));

            ViewsStore store = (ViewsStore) driver.getStateStore(ViewsStore.NAME);
            assertThat(store.serving().readable().tally().offset())
                    .as("before the log is read on")
                    .isEqualTo(-1);
            buffer.apply();
            try (PartitionReader reader = store.serving().readable().read(0, readers)) {
                assertThat(reader.page(RecordQuery.all(RecordKey.Kind.EVENT).run(Optional.of("r")), 10))
                        .extracting(stored -> RecordKey.of(stored.record()).id())
                        .containsExactly("a", "b");
                assertThat(reader.tally()).isEqualTo(new Tally(2, 2, 0, 1, 0, 0));
            }
        }
    }

    @Test
    void holdsNoMoreThanABoundedNumberBack(@TempDir Path directory) {
        try (Memory memory = new Memory(8 << 20, 4 << 20);
                TopologyTestDriver driver = new TopologyTestDriver(topology(memory), properties(directory))) {
            TestInputTopic<byte[], byte[]> log =
                    driver.createInputTopic(TOPIC, new ByteArraySerializer(), new ByteArraySerializer());
            for (int i = 0; i < 1_234; i++) {
                Event event = Records.event("r", "e" + i, "x", null, "{}");
                log.pipeInput(Records.key(event), records.wire(event));
            }

            ViewsStore store = (ViewsStore) driver.getStateStore(ViewsStore.NAME);
            assertThat(store.serving().readable().tally().applied()).isEqualTo(1_000);
            buffer.apply();
            buffer.apply();
            assertThat(store.serving().readable().tally().applied()).isEqualTo(1_234);
        }
    }

    /** They are read from the log again then, after those before them: what was gathered must not be applied first. */
    @Test
    void forgetsWhatWasGatheredWhenViewsAreRebuilt(@TempDir Path directory) {
        try (Memory memory = new Memory(8 << 20, 4 << 20);
                TopologyTestDriver driver = new TopologyTestDriver(topology(memory), properties(directory))) {
            TestInputTopic<byte[], byte[]> log =
                    driver.createInputTopic(TOPIC, new ByteArraySerializer(), new ByteArraySerializer());
            Event event = Records.event("r", "a", "x", null, "{}");
            log.pipeInput(Records.key(event), records.wire(event));

            ViewsStore store = (ViewsStore) driver.getStateStore(ViewsStore.NAME);
            store.commit(Map.of());
            buffer.apply();

            assertThat(store.serving().readable().tally().offset()).isEqualTo(-1);
        }
    }
}
