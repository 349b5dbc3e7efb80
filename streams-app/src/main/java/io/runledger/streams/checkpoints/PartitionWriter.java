package io.runledger.streams.checkpoints;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.runledger.streams.checkpoints.Session.NotStoredException;
import io.runledger.streams.checkpoints.Session.UnknownException;
import io.runledger.streams.checkpoints.WriteResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of a partition's checkpoints, and the gate for their readers.
 *
 * <p>States:
 *
 * <pre>
 * no session -> session      a producer fences the previous writer and commits a record of its own; when the store
 *                            shows that record, it has all that the previous writer ever committed
 * session    -> session      a write was committed and the store shows it
 * session    -> no session   a commit failed or was not answered, a committed write does not show in time, or the
 *                            partition left this node (it may have come back since: {@link Following} counts)
 * any        -> closed       {@link #close}
 * </pre>
 *
 * <p>In a session nobody else writes, so what the store shows is what there is. Reads and preconditions rest on that.
 *
 * <p>Threads: any thread may read, write or close. Sessions begin, write and end only while their thread holds the fair
 * lock {@code turn}, for which each caller waits until its own deadline. Readers take it only to begin a session;
 * otherwise they read the store and then check that the session is still the same, and read again if it is not. The
 * store itself is written by Kafka Streams' thread, which signals {@link Following} after each record.
 *
 * <p>After a crash: a transaction that was open is aborted by the next session, or by its time-out. A write whose
 * commit was not answered may be stored or not; its caller is told both that and the etag it would have, and the next
 * session finds out by waiting for its own record. A node that stood still and lost the partition unnoticed may still
 * read its old store, but can no longer write.
 */
final class PartitionWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PartitionWriter.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CheckpointsConfig config;
    private final int partition;
    private final CheckpointStore store;
    private final Following following;
    private final Etags etags;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile @Nullable Session session;
    private boolean closed;

    PartitionWriter(CheckpointsConfig config, int partition, CheckpointStore store, Following following, Etags etags) {
        this.config = config;
        this.partition = partition;
        this.store = store;
        this.following = following;
        this.etags = etags;
    }

    /**
     * Reads what is there: all that was written before, unless this node stood still and lost the partition unnoticed.
     *
     * @throws CheckpointsAwayException if the partition is not here
     * @throws CheckpointsUnavailableException if Kafka does not let this node make sure of that
     */
    <T> T read(Function<CheckpointStore, T> question) throws InterruptedException {
        long deadline = deadline();
        while (true) {
            Session open = session;
            if (open == null || !isCurrent(open)) {
                open = entered(deadline, () -> opened(deadline));
            }
            T answer = question.apply(store);
            if (open == session && isCurrent(open)) {
                return answer;
            }
        }
    }

    /**
     * Writes a checkpoint, or deletes it.
     *
     * @param content empty to delete it
     * @throws CheckpointsAwayException if the partition is not here; nothing was written
     * @throws CheckpointsUnavailableException if nothing was written, or if that is not known
     */
    WriteResult write(String run, String name, Precondition precondition, Optional<NewContent> content)
            throws InterruptedException {
        long deadline = deadline();
        return entered(deadline, () -> {
            Session before = session;
            Session open = opened(deadline);
            try {
                return write(open, run, name, precondition, content);
            } catch (NotStoredException e) {
                if (open != before) {
                    throw CheckpointsUnavailableException.notStored("Kafka did not take it", e);
                }
                log.info("a session of checkpoints ended, partition={}: {}", partition, e.getMessage());
            }
            try {
                return write(opened(deadline), run, name, precondition, content);
            } catch (NotStoredException e) {
                throw CheckpointsUnavailableException.notStored("Kafka did not take it", e);
            }
        });
    }

    private WriteResult write(
            Session open, String run, String name, Precondition precondition, Optional<NewContent> content)
            throws NotStoredException, InterruptedException {
        Optional<Checkpoint> current = store.meta(run, name);
        if (!isCurrent(open)) {
            throw new CheckpointsAwayException();
        }
        if (content.isEmpty() && current.isEmpty()) {
            return new WriteResult(Outcome.ABSENT, current); // whatever was asked to hold, RFC 9110, 13.2.1
        }
        if (!precondition.isMet(current)) {
            return new WriteResult(Outcome.PRECONDITION_FAILED, current);
        }
        Optional<Checkpoint> next = content.map(bytes -> bytes.checkpoint(run, name, etags.next()));
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        next.ifPresent(made ->
                records.add(record(Row.bytes(made), content.orElseThrow().bytes())));
        records.add(record(Row.meta(run, name), next.map(Row::value).orElse(null)));
        current.ifPresent(replaced -> records.add(record(Row.bytes(replaced), null)));
        long time = commit(open, records, next.map(Checkpoint::etag).orElse(""));
        Optional<String> etag = next.map(Checkpoint::etag);
        if (!shows(open, () -> store.meta(run, name).map(Checkpoint::etag).equals(etag), deadline())) {
            end(open); // it is stored nevertheless; the next reader waits for it
        }
        return next.map(made -> new WriteResult(
                        current.isPresent() ? Outcome.REPLACED : Outcome.CREATED,
                        Optional.of(made.at(Instant.ofEpochMilli(time)))))
                .orElseGet(() -> new WriteResult(Outcome.DELETED, Optional.empty()));
    }

    private long commit(Session open, List<ProducerRecord<byte[], byte[]>> records, String etag)
            throws NotStoredException {
        try {
            return open.commit(records);
        } catch (NotStoredException e) {
            end(open);
            throw e;
        } catch (UnknownException e) {
            end(open);
            throw CheckpointsUnavailableException.unknown(etag, e);
        }
    }

    private boolean shows(Session open, BooleanSupplier shown, long deadline) throws InterruptedException {
        return following.await(() -> !isCurrent(open) || isTrue(shown), deadline) && isCurrent(open);
    }

    /** A partition that has just come may not be readable yet. */
    private static boolean isTrue(BooleanSupplier shown) {
        try {
            return shown.getAsBoolean();
        } catch (CheckpointsAwayException e) {
            return false;
        }
    }

    private interface Turn<T> {
        T take() throws InterruptedException;
    }

    private <T> T entered(long deadline, Turn<T> own) throws InterruptedException {
        if (!turn.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw CheckpointsUnavailableException.notStored(
                    "others that write or wait were before it for too long", new IllegalStateException("no turn"));
        }
        try {
            return own.take();
        } finally {
            turn.unlock();
        }
    }

    /** The session that is open, or a new one. */
    private Session opened(long deadline) throws InterruptedException {
        Session open = session;
        if (open != null && isCurrent(open)) {
            return open;
        }
        if (open != null) {
            end(open);
        }
        long number = following.number(partition);
        if (number == Following.AWAY || closed) {
            throw new CheckpointsAwayException();
        }
        try {
            Session made = begun(number, deadline);
            session = made;
            return made;
        } catch (KafkaException | NotStoredException | UnknownException e) {
            throw CheckpointsUnavailableException.notStored("Kafka does not let this node write", e);
        }
    }

    private Session begun(long number, long deadline)
            throws NotStoredException, UnknownException, InterruptedException {
        Session made = Session.open(config.writer(partition), number);
        boolean complete = false;
        try {
            byte[] token = etags.next().getBytes(UTF_8);
            made.commit(List.of(record(Row.WRITER, token)));
            complete = shows(
                    made,
                    () -> store.bytes(Row.WRITER)
                            .filter(shown -> Arrays.equals(shown, token))
                            .isPresent(),
                    deadline);
            if (!isCurrent(made)) {
                throw new CheckpointsAwayException();
            }
            if (!complete) {
                throw CheckpointsUnavailableException.notStored(
                        "this node has not caught up with the topic yet", new IllegalStateException("behind"));
            }
            return made;
        } finally {
            if (!complete) {
                made.close();
            }
        }
    }

    private boolean isCurrent(Session open) {
        return open.isOf(following.number(partition));
    }

    private void end(Session open) {
        session = null;
        open.close();
    }

    private ProducerRecord<byte[], byte[]> record(byte[] key, byte @Nullable [] value) {
        return new ProducerRecord<>(config.topic(), partition, key, value);
    }

    private static long deadline() {
        return System.nanoTime() + PATIENCE.toNanos();
    }

    /** Waits for the turn. */
    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            Session open = session;
            if (open != null) {
                end(open);
            }
        } finally {
            turn.unlock();
        }
    }
}
