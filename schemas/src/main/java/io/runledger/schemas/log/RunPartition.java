package io.runledger.schemas.log;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** The partition that a run lives in: what Kafka's own partitioner picks for a record keyed by the run's id. */
public final class RunPartition {
    private RunPartition() {}

    public static int of(String runId, int partitions) {
        return Utils.toPositive(Utils.murmur2(runId.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
