package io.runledger.streams.guard;

import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What stands on a partition of the log, for a guard that has lost its store. */
interface History {
    /**
     * Reads from the beginning to where the end is now, in order.
     *
     * @throws GuardException if the log cannot be read
     */
    void read(int partition, Consumer<ConsumerRecord<byte[], byte[]>> each);
}
