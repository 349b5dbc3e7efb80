package io.runledger.endtoend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runledger.core.review.Decision;
import io.runledger.core.review.RequestType;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.RegistryClient;
import io.runledger.schemas.wire.UnreadableRecordException;
import io.runledger.v1.Event;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the log from its beginning with a plain consumer, and remembers every request and every verdict that it saw. */
public final class Verdicts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Verdicts.class);
    private static final Seal SEAL = new Seal(TestLedger.GUARD_KEY);

    private final String bootstrap;
    private final RecordReader reader;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Thread thread = new Thread(this::run, "verdicts");

    private final Set<RecordKey> requests = new HashSet<>();
    private final Map<RecordKey, byte[]> decisions = new HashMap<>();
    private final Map<RecordKey, Event> decided = new HashMap<>();
    private final Set<RecordKey> contradicted = new HashSet<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private long copies;

    private Verdicts(String bootstrap, String registryUrl) {
        this.bootstrap = bootstrap;
        reader = new RecordReader(new RegistryClient(URI.create(registryUrl), Duration.ofSeconds(10)));
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = IntStream.range(0, DirectLog.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(DirectLog.TOPIC, partition))
                .toList();
    }

    public static Verdicts follow(TestLedger ledger) {
        return follow(ledger.bootstrapServers(), ledger.registryUrl());
    }

    public static Verdicts follow(String bootstrap, String registryUrl) {
        Verdicts verdicts = new Verdicts(bootstrap, registryUrl);
        verdicts.consumer.assign(verdicts.partitions);
        verdicts.consumer.seekToBeginning(verdicts.partitions);
        verdicts.thread.start();
        return verdicts;
    }

    private void run() {
        try (consumer) {
            while (!Thread.currentThread().isInterrupted()) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
                    if (each.value() != null && reader.read(each.value()) instanceof Event event) {
                        note(event, each.value());
                    }
                }
                moved();
            }
        } catch (WakeupException e) {
            LOG.debug("stopped");
        } catch (UnreadableRecordException e) {
            LOG.error("on this log everything is readable", e);
        }
    }

    private synchronized void note(Event event, byte[] value) {
        RecordKey key = RecordKey.of(event);
        if (RequestType.ofEventType(event.getEventType()).isPresent()) {
            requests.add(key);
        } else if (Decision.isClaimed(event)) {
            copies++;
            byte[] before = decisions.putIfAbsent(key, value);
            decided.putIfAbsent(key, event);
            if (before != null && !Arrays.equals(before, value)) {
                contradicted.add(key);
            }
        }
    }

    private synchronized void moved() {
        partitions.forEach(partition -> next.put(partition, consumer.position(partition)));
    }

    /** How many requests were seen decided. */
    public synchronized int count() {
        return decisions.size();
    }

    /** How many decisions were seen, the same ones again among them. */
    public synchronized long copies() {
        return copies;
    }

    /** The requests so far, decided or not. */
    public synchronized Set<RecordKey> requests() {
        return Set.copyOf(requests);
    }

    /** The verdicts so far: the bytes of each decision, by its key. */
    synchronized Map<RecordKey, byte[]> all() {
        return Map.copyOf(decisions);
    }

    public synchronized Map<RecordKey, Event> events() {
        return Map.copyOf(decided);
    }

    static RecordKey decisionOn(RecordKey request) {
        return new RecordKey(RecordKey.Kind.EVENT, request.runId(), Decision.id(request));
    }

    static Decision read(Event decision) {
        return Decision.read(decision, SEAL).orElseThrow(() -> new AssertionError("not the guard's: " + decision));
    }

    /** What was decided about a request that was seen decided. */
    public Decision on(RecordKey request) {
        return read(Optional.ofNullable(events().get(decisionOn(request)))
                .orElseThrow(() -> new AssertionError("no decision on " + request)));
    }

    /** Waits until all requests that are on the log are decided: a guard that was just restarted still has some to decide. */
    public void awaitAllDecided() {
        awaitEnd();
        Instant began = Instant.now();
        awaitDecided(requests(), () -> {});
        awaitEnd();
        LOG.info(
                "{} requests, the last was decided after {} ms",
                requests().size(),
                Duration.between(began, Instant.now()).toMillis());
    }

    /**
     * Waits until requests are decided; fails if it takes too long.
     *
     * @param alive fails if the guard has ended
     */
    public void awaitDecided(Set<RecordKey> asked, Runnable alive) {
        Set<RecordKey> missing =
                asked.stream().map(Verdicts::decisionOn).collect(Collectors.toCollection(HashSet::new));
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> {
                    alive.run();
                    missing.removeAll(all().keySet());
                    assertThat(missing).as("requests without a verdict").isEmpty();
                });
    }

    /** Waits until all that stands on the log now was seen. */
    public void awaitEnd() {
        Map<TopicPartition, Long> ends;
        try (KafkaConsumer<byte[], byte[]> asking = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            ends = asking.endOffsets(partitions);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> isAt(ends));
    }

    private synchronized boolean isAt(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /** Every request that stands on the log has one verdict, nothing else has, and no verdict was ever another. */
    public synchronized void assertOneEach() {
        assertThat(contradicted).as("requests with several verdicts").isEmpty();
        assertThat(decisions.keySet())
                .isEqualTo(requests.stream().map(Verdicts::decisionOn).collect(Collectors.toSet()));
        assertNoMoveTwice();
    }

    /** Nothing was decided on a state that had been left: each subject's grants have revisions without a gap. */
    private void assertNoMoveTwice() {
        Map<String, List<Long>> revisions = decided.values().stream()
                .filter(event -> !event.getEventType().equals(Decision.REFUSED))
                .collect(Collectors.groupingBy(
                        event -> event.getRunId() + " " + event.getSubjectKind() + " " + event.getSubjectId(),
                        TreeMap::new,
                        Collectors.mapping(Verdicts::revision, Collectors.toList())));
        assertThat(revisions).isNotEmpty();
        revisions.forEach((subject, granted) -> {
            long first = subject.contains(" artifact ") ? 2 : 1;
            assertThat(granted.stream().sorted())
                    .as("revisions of %s", subject)
                    .containsExactlyElementsOf(LongStream.range(first, first + granted.size())
                            .boxed()
                            .toList());
        });
    }

    private static long revision(Event event) {
        Decision decision = read(event);
        return decision.requestType().subject() == RequestType.Subject.ARTIFACT
                ? decision.artifact().revision()
                : decision.task().revision();
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
