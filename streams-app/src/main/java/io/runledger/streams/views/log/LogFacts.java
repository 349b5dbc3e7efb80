package io.runledger.streams.views.log;

import org.apache.kafka.common.Uuid;

/** What the broker says of the log that the views are made from. */
public interface LogFacts {
    /** Of the topic: another one of the same name has another id. */
    Uuid id();

    /**
     * Whether a record is or was at an offset of a partition: whether the log is that long.
     *
     * @throws LogUnavailableException if the broker does not answer in time
     */
    boolean reaches(int partition, long offset);
}
