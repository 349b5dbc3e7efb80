package io.runledger.streams.checkpoints;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The time in which one producer is a partition's only writer: from fencing the previous one until it is fenced itself,
 * or fails. Used by one thread at a time.
 */
final class Session implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final long number;

    private Session(Producer<byte[], byte[]> producer, long number) {
        this.producer = producer;
        this.number = number;
    }

    /**
     * Fences the previous writer, and ends what it left open.
     *
     * @param number of the partition when it came here
     * @throws KafkaException if Kafka does not answer in time
     */
    static Session open(Map<String, Object> properties, long number) {
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            return new Session(producer, number);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** Whether it belongs to the store that is here now. */
    boolean isOf(long current) {
        return number == current;
    }

    /** Nothing of it was stored, and nothing will be. The session is over. */
    static final class NotStoredException extends Exception {
        private static final long serialVersionUID = 1L;

        NotStoredException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Whether it was stored is not known: the answer to the commit did not come. The session is over. */
    static final class UnknownException extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Stores all of the records or none. Returns the time of the last, in milliseconds, as the broker set it. */
    long commit(List<ProducerRecord<byte[], byte[]>> records) throws NotStoredException, UnknownException {
        long time;
        try {
            time = send(records);
        } catch (KafkaException | IllegalStateException | ExecutionException e) {
            throw new NotStoredException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotStoredException(e);
        }
        try {
            producer.commitTransaction();
            return time;
        } catch (KafkaException | IllegalStateException e) {
            // Being fenced is no proof either: the coordinator may have taken the commit, and its answer got lost.
            throw new UnknownException(e);
        }
    }

    private long send(List<ProducerRecord<byte[], byte[]>> records) throws ExecutionException, InterruptedException {
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            sent.add(producer.send(record));
        }
        producer.flush();
        long time = 0;
        for (Future<RecordMetadata> each : sent) {
            time = each.get().timestamp();
        }
        return time;
    }

    /** Does not wait; an open transaction is ended by the next session, or by its time-out. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
