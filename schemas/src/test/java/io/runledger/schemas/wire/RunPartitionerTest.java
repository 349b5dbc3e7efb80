package io.runledger.schemas.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runledger.schemas.log.RunPartition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RunPartitionerTest {
    private static final String LOG = "runledger.log";

    private final RunPartitioner partitioner = new RunPartitioner();

    @Property
    void picksThePartitionOfTheRunForTextAndForBytes(
            @ForAll @AlphaChars @NumericChars @StringLength(min = 1, max = 40) String run,
            @ForAll @IntRange(min = 1, max = 64) int partitions) {
        String key = "event/" + run + "/e1";

        assertThat(partition(key, null, partitions)).isEqualTo(RunPartition.of(run, partitions));
        assertThat(partition(key.getBytes(UTF_8), key.getBytes(UTF_8), partitions))
                .isEqualTo(RunPartition.of(run, partitions));
    }

    @Test
    void putsEventsAndArtifactsOfARunTogether() {
        assertThat(partition("event/run-7/a", null, 12)).isEqualTo(partition("artifact/run-7/b", null, 12));
    }

    @Test
    void refusesAKeyThatNamesNoRun() {
        for (String key : List.of("run-7", "event/run-7", "note/run-7/1", "")) {
            assertThatThrownBy(() -> partition(key, key.getBytes(UTF_8), 12))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("must be kind/run_id/id");
        }
        assertThatThrownBy(() -> partition(null, null, 12)).isInstanceOf(SerializationException.class);
    }

    @Test
    void isAskedByAProducer() throws Exception {
        try (MockProducer<String, byte[]> producer =
                new MockProducer<>(cluster(12), true, partitioner, new StringSerializer(), new ByteArraySerializer())) {
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(LOG, "event/run-7/e1", new byte[] {1}));

            assertThat(sent.get().partition()).isEqualTo(RunPartition.of("run-7", 12));
        }
        partitioner.configure(Map.of());
    }

    private int partition(@Nullable Object key, byte @Nullable [] bytes, int partitions) {
        return partitioner.partition(LOG, key, bytes, null, null, cluster(partitions));
    }

    private static Cluster cluster(int partitions) {
        Node node = new Node(1, "127.0.0.1", 9092);
        List<PartitionInfo> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new PartitionInfo(LOG, partition, node, new Node[] {node}, new Node[] {node}))
                .toList();
        return new Cluster("cluster", List.of(node), all, Set.of(), Set.of());
    }
}
