package io.runledger.streams.guard;

import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is on a partition of the log, for a guard that has lost its table, or does not know which decisions are there. */
interface History {
    /**
     * Reads from an offset to where the end is now, in order.
     *
     * @throws GuardException if the log cannot be read
     */
    void read(int partition, long from, Consumer<ConsumerRecord<byte[], byte[]>> each);
}
