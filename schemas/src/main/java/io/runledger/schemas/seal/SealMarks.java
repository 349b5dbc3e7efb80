package io.runledger.schemas.seal;

import io.runledger.schemas.log.LedgerConfig;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.LogTopicException;
import io.runledger.schemas.log.OldSeals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The marks of logs, on a topic of their own: one record for each log, sealed with the ledger's key. It is neither compacted
 * nor deleted from, so whoever can write to it can take nothing away, and the first good mark of a log stays its mark.
 */
public final class SealMarks {
    private static final Logger log = LoggerFactory.getLogger(SealMarks.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final LedgerConfig ledger;
    private final Admin admin;
    private final Seal seal;

    private SealMarks(LedgerConfig ledger, Admin admin) {
        this.ledger = ledger;
        this.admin = admin;
        this.seal = Seal.of(ledger);
    }

    /**
     * The mark of the ledger's log, whose topic has to be there; made if there is none, at the log's end.
     *
     * @throws LogTopicException if the log was marked with another key, or Kafka does not answer
     */
    public static SealMark of(LedgerConfig ledger, Admin admin) throws LogTopicException {
        try {
            return new SealMarks(ledger, admin).mark();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new LogTopicException(
                    "cannot read or write topic " + ledger.sealsTopic() + " on Kafka: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogTopicException("interrupted while reading topic " + ledger.sealsTopic());
        }
    }

    private SealMark mark() throws LogTopicException, ExecutionException, InterruptedException, TimeoutException {
        String name = ledger.topic().name();
        Uuid id = Objects.requireNonNull(
                        get(admin.describeTopics(List.of(name)).allTopicNames()).get(name))
                .topicId();
        createTopic();
        Optional<SealMark> found = found(id);
        if (found.isEmpty()) {
            SealMark mark = new SealMark(id, ends(), ledger.oldSeals() == OldSeals.EMPTY_KEY);
            append(mark);
            found = found(id);
            tellOfOldRecords(mark);
        }
        return found.orElseThrow(() ->
                new LogTopicException("the mark that was written to topic " + ledger.sealsTopic() + " is not there"));
    }

    /** Once in the life of a log that an earlier version wrote: later nobody would know why its decisions do not count. */
    private void tellOfOldRecords(SealMark mark) {
        if (mark.from().stream().anyMatch(end -> end > 0) && ledger.oldSeals() != OldSeals.EMPTY_KEY) {
            log.warn(
                    "the log has records of an earlier version, which count from now on as RUNLEDGER_OLD_SEALS={} says. If its"
                            + " services had no RUNLEDGER_GUARD_KEY before, their decisions are sealed with an empty key and do"
                            + " not count: stop all processes, delete topic {}, and start them with"
                            + " RUNLEDGER_OLD_SEALS=empty-key",
                    ledger.oldSeals().word(),
                    ledger.sealsTopic());
        }
    }

    private void createTopic() throws ExecutionException, InterruptedException, TimeoutException {
        NewTopic topic = new NewTopic(ledger.sealsTopic(), 1, ledger.topic().replication())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        "-1",
                        TopicConfig.RETENTION_BYTES_CONFIG,
                        "-1"));
        try {
            get(admin.createTopics(List.of(topic)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private Optional<SealMark> found(Uuid id) throws LogTopicException {
        boolean others = false;
        for (ConsumerRecord<byte[], byte[]> record : all()) {
            Optional<SealMark> mark = record.value() == null ? Optional.empty() : seal.mark(record.value());
            if (mark.filter(each -> each.log().equals(id)).isPresent()) {
                return mark;
            }
            others |= mark.isEmpty() && Seal.isMarkOf(id, record.value());
        }
        if (others) {
            throw new LogTopicException(
                    "the log is sealed with another key than RUNLEDGER_GUARD_KEY: set the key that all"
                            + " processes of this ledger have had, or add it to RUNLEDGER_GUARD_OTHER_KEYS if it was"
                            + " replaced; by topic " + ledger.sealsTopic());
        }
        return Optional.empty();
    }

    /** Few: one for each log, and what somebody else may have written there. */
    private List<ConsumerRecord<byte[], byte[]>> all() {
        Map<String, Object> properties = ledger.client();
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
        TopicPartition partition = new TopicPartition(ledger.sealsTopic(), 0);
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), TIMEOUT).getOrDefault(partition, 0L);
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (consumer.position(partition, TIMEOUT) < end) {
                consumer.poll(POLL).forEach(all::add);
                if (System.nanoTime() - deadline > 0) {
                    throw new KafkaException("the topic is not read within " + TIMEOUT.toSeconds() + " s");
                }
            }
        }
        return all;
    }

    /** Where the log ends now, or its beginnings if nothing on it is to be believed for its age. */
    private List<Long> ends() throws ExecutionException, InterruptedException, TimeoutException {
        LogTopic topic = ledger.topic();
        if (ledger.oldSeals() == OldSeals.NONE) {
            return SealMark.ofNew(Uuid.ZERO_UUID, topic.partitions()).from();
        }
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            latest.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
        }
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                get(admin.listOffsets(latest).all());
        List<Long> from = new ArrayList<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            from.add(Objects.requireNonNull(ends.get(new TopicPartition(topic.name(), partition)))
                    .offset());
        }
        return from;
    }

    private void append(SealMark mark) throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, Object> properties = ledger.client();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(ledger.sealsTopic(), 0, null, seal.marked(mark)))
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (mark.from().stream().anyMatch(offset -> offset > 0)) {
            log.info(
                    "healing headers without a seal{} are believed before these offsets of the log: {}",
                    mark.emptyKey() ? " and what was sealed with the empty key" : "",
                    mark.from());
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
