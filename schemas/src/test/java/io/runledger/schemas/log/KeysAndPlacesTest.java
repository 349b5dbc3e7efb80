package io.runledger.schemas.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.schemas.contract.Samples;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysAndPlacesTest {
    @Test
    void aRecordsKeyHoldsItsKindItsRunAndItsId() {
        assertThat(RecordKey.of(Samples.event())).hasToString("event/run-7/e-1");
        assertThat(RecordKey.of(Samples.artifact())).hasToString("artifact/run-7/a-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"event/run-7/9e20f930", "artifact/r/a", "event/run é/id"})
    void aKeyIsReadAsItIsWritten(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(RecordKey.parse(bytes))
                .hasValueSatisfying(key -> assertThat(key.bytes()).isEqualTo(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "event", "event/r", "event//id", "event/r/", "event/r/a/b", "EVENT/r/a", "task/r/a", "/r/a"})
    void otherBytesAreNoKey(String text) {
        assertThat(RecordKey.parse(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Property
    void aRunLivesWhereKafkaWouldPutItsId(
            @ForAll @StringLength(min = 1, max = 60) String run, @ForAll @IntRange(min = 1, max = 500) int partitions) {
        assertThat(RunPartition.of(run, partitions))
                .isEqualTo(BuiltInPartitioner.partitionForKey(run.getBytes(StandardCharsets.UTF_8), partitions))
                .isBetween(0, partitions - 1);
    }

    @ParameterizedTest
    @CsvSource({"0:0, 0, 0", "11:42, 11, 42", "7:999999999999999999, 7, 999999999999999999"})
    void aPositionIsReadAsItIsWritten(String text, int partition, long offset) {
        assertThat(Position.parse(text)).contains(new Position(partition, offset));
        assertThat(new Position(partition, offset)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", ":", "1:", ":1", "-1:1", "1:-1", "1:1:1", "a:1", "1:9999999999999999999", " 1:1"})
    void otherTextIsNoPosition(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }
}
