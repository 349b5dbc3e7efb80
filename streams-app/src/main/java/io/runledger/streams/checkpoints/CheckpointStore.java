package io.runledger.streams.checkpoints;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/**
 * Reads a partition's rows as they are here now. All throw {@link CheckpointsAwayException} if the partition is not
 * here. Thread-safe.
 */
final class CheckpointStore {
    /** A checkpoint that is written while it is read is read again; nobody writes as fast as that for long. */
    private static final int TRIES = 100;

    private final KafkaStreams streams;
    private final int partition;

    CheckpointStore(KafkaStreams streams, int partition) {
        this.streams = streams;
        this.partition = partition;
    }

    Optional<Checkpoint> meta(String run, String name) {
        byte[] key = Row.meta(run, name);
        return reading(() -> Optional.ofNullable(store().get(Bytes.wrap(key))))
                .flatMap(found -> Row.checkpoint(key, found.value(), found.timestamp()));
    }

    Optional<CheckpointContent> content(String run, String name) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Checkpoint> meta = meta(run, name);
            if (meta.isEmpty()) {
                return Optional.empty();
            }
            Optional<byte[]> bytes = bytes(Row.bytes(meta.get()));
            if (bytes.isPresent()) {
                return Optional.of(new CheckpointContent(meta.get(), bytes.get()));
            }
        }
        throw new CheckpointsAwayException();
    }

    /** In order of their names' bytes. */
    List<Checkpoint> list(String run, String after, int limit) {
        return reading(() -> {
            List<Checkpoint> found = new ArrayList<>();
            try (KeyValueIterator<Bytes, ValueAndTimestamp<byte[]>> rows =
                    store().range(Bytes.wrap(Row.from(run, after)), Bytes.wrap(Row.upTo(run)))) {
                while (rows.hasNext() && found.size() < limit) {
                    KeyValue<Bytes, ValueAndTimestamp<byte[]>> row = rows.next();
                    Row.checkpoint(row.key.get(), row.value.value(), row.value.timestamp())
                            .ifPresent(found::add);
                }
            }
            return found;
        });
    }

    Optional<byte[]> bytes(byte[] key) {
        return reading(() -> Optional.ofNullable(store().get(Bytes.wrap(key)))).map(ValueAndTimestamp::value);
    }

    private ReadOnlyKeyValueStore<Bytes, ValueAndTimestamp<byte[]>> store() {
        return streams.store(StoreQueryParameters.fromNameAndType(
                        CheckpointsTopology.STORE, QueryableStoreTypes.<Bytes, byte[]>timestampedKeyValueStore())
                .withPartition(partition));
    }

    private static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (InvalidStateStoreException | IllegalStateException e) {
            throw new CheckpointsAwayException(); // Kafka Streams says so in several ways
        }
    }
}
