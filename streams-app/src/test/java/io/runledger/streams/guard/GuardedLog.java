package io.runledger.streams.guard;

import static io.runledger.streams.guard.GuardRecords.event;

import io.runledger.core.redaction.Redaction;
import io.runledger.core.review.Decision;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.seal.SealMark;
import io.runledger.streams.views.log.Criteria;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** A partition of a log and the guard that reads it, which can be cut: what it had not sent is lost, and more if that is asked for. */
final class GuardedLog {
    static final int REQUESTS = 12;

    private static final List<String> ASKED = List.of(
            "artifact.review_requested {\"status\":\"approved\"}",
            "artifact.review_requested {\"status\":\"rejected\"}",
            "artifact.review_requested {\"status\":\"needs-review\"}",
            "artifact.archive_requested {}",
            "task.declare_requested {\"proof_requirement\":{\"type\":\"artifact\"}}",
            "task.complete_requested {}");
    private static final Seal SEAL = new Seal("secret");
    private static final Seal OTHERS = new Seal("another ledger's");

    private final GuardRecords records = new GuardRecords();

    /** Everything that was ever appended, and what compaction left of it. */
    private final List<ConsumerRecord<byte[], byte[]>> appended = new ArrayList<>();

    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    private final Set<RecordKey> erased = new HashSet<>();
    private final Set<String> carried = new HashSet<>();

    private final List<Map.Entry<byte[], byte[]>> outgoing = new ArrayList<>();
    private CrashTable table = new CrashTable();
    private GuardPartition guard = guard(table);
    private long next;
    private long committed;
    private long done;
    private int flushed;

    static RecordKey request(int number) {
        return new RecordKey(RecordKey.Kind.EVENT, GuardRecords.RUN, "q" + number);
    }

    RecordKey decisionOn(RecordKey request) {
        return new RecordKey(RecordKey.Kind.EVENT, GuardRecords.RUN, Decision.id(request));
    }

    void ask(int number) {
        append(asked("q" + number, number));
    }

    void register(int number) {
        append(GuardRecords.artifact("s" + number % 2).setTaskId("s1").build());
    }

    /** A decision that somebody made without the guard's key. */
    void forge(int number) {
        append(GuardRecords.approval(asked("q" + number, number), 2, OTHERS));
    }

    /** Garbage under the key of a decision. */
    void spoil(int number) {
        append(GuardRecords.record(decisionOn(request(number)).bytes(), new byte[] {7, 7, 7}, appended.size()));
    }

    /** A decision of another ledger's guard, imported once. */
    void carry(int number) {
        Event request = asked("c" + number, 0);
        if (carried.add(request.getEventId())) {
            append(records.carried(GuardRecords.approval(request, 2, OTHERS), SEAL, appended.size()));
        }
    }

    void erase(RecordKey key) {
        erased.add(key);
        append(GuardRecords.erasure(key));
        append(GuardRecords.record(key.bytes(), null, appended.size()));
    }

    /** Whether a good record is under a key, which was not erased. */
    boolean has(RecordKey key) {
        return !erased.contains(key)
                && appended.stream().anyMatch(record -> key(record).equals(key.toString()) && isGood(record));
    }

    /**
     * Of what the guard is done with the newest of each key is left; and the newest good one, for the views append that again.
     */
    void compact() {
        List<ConsumerRecord<byte[], byte[]>> log = this.log.subList(0, (int)
                this.log.stream().filter(record -> record.offset() < done).count());
        Map<String, Long> newest = new HashMap<>();
        Map<String, Long> good = new HashMap<>();
        log.forEach(record -> {
            newest.put(key(record), record.offset());
            if (record.value() == null) {
                good.remove(key(record));
            } else if (isGood(record)) {
                good.put(key(record), record.offset());
            }
        });
        log.removeIf(record -> !List.of(newest.getOrDefault(key(record), -1L), good.getOrDefault(key(record), -1L))
                .contains(record.offset()));
    }

    /** The guard reads so many records. */
    void read(int count) {
        for (ConsumerRecord<byte[], byte[]> record :
                log.stream().filter(each -> each.offset() >= next).limit(count).toList()) {
            guard.process(record);
            next = record.offset() + 1;
        }
    }

    /** The broker takes so many of the decisions that the guard has in hand. */
    void send(int count) {
        List<Map.Entry<byte[], byte[]>> sent = outgoing.subList(0, Math.min(count, outgoing.size()));
        sent.forEach(each -> append(GuardRecords.record(each.getKey(), each.getValue(), appended.size())));
        sent.clear();
    }

    void commit() {
        send(outgoing.size());
        committed = next;
        done = Math.max(done, committed);
        flushed = table.writes.size();
    }

    /** The guard is killed and starts again. Of what it wrote since its last commit a part is left, in Kafka and on its disk. */
    void cut(int left, boolean isOffsetLost, boolean isTableLost) {
        send(left % 3);
        outgoing.clear();
        int since = table.writes.size() - flushed;
        int local = flushed + left % (since + 1);
        int changelog = flushed + left / 7 % (since + 1);
        table = isTableLost ? new CrashTable() : table.crashed(local, flushed, changelog);
        flushed = table.writes.size();
        committed = isOffsetLost ? 0 : committed;
        next = committed;
        guard = guard(table);
    }

    /** The log is what it was when it had so many records, and the guard knows what it knew. */
    void restore(int count) {
        appended.subList(count, appended.size()).clear();
        log.removeIf(record -> record.offset() >= count);
        cut(0, true, false);
    }

    /** Lets the guard read what is left, and what follows from it. */
    void settle() {
        for (int round = 0; round <= 3; round++) {
            read(Integer.MAX_VALUE);
            send(outgoing.size());
        }
        if (log.stream().anyMatch(record -> record.offset() >= next)) {
            throw new AssertionError("the guard never comes to an end");
        }
    }

    /** By request, in the order of the log: an R for each request and a D for each decision. */
    Map<String, String> published() {
        Map<String, String> published = new TreeMap<>();
        for (int number = 0; number < REQUESTS; number++) {
            RecordKey request = request(number);
            String decision = decisionOn(request).toString();
            String letters = appended.stream()
                    .filter(GuardedLog.this::isGood)
                    .map(GuardedLog::key)
                    .map(key -> key.equals(request.toString()) ? "R" : key.equals(decision) ? "D" : "")
                    .collect(Collectors.joining());
            if (!letters.isEmpty()) {
                published.put(request.toString(), letters);
            }
        }
        return published;
    }

    boolean isErased(String request) {
        return erased.stream()
                .anyMatch(key -> key.toString().equals(request)
                        || RecordKey.parse(request.getBytes(StandardCharsets.UTF_8))
                                .map(this::decisionOn)
                                .filter(key::equals)
                                .isPresent());
    }

    boolean isAnyErased() {
        return !erased.isEmpty();
    }

    /** What the guard decided, by key; all decisions under a key must be the same. */
    Map<String, String> decisions() {
        Map<String, String> decisions = new LinkedHashMap<>();
        appended.stream().filter(this::isOurs).forEach(record -> {
            String value = HexFormat.of().formatHex(record.value());
            String before = decisions.put(key(record), value);
            if (before != null && !before.equals(value)) {
                throw new AssertionError("two decisions on one request: " + key(record));
            }
        });
        return decisions;
    }

    /** What a guard says that reads all that was ever appended, once. */
    Map<String, String> decisionsOfOneThatWasNeverCut() {
        Map<String, String> decisions = new LinkedHashMap<>();
        GuardPartition uncut = new GuardPartition(
                new CrashTable(),
                records,
                1,
                criteria(),
                new GuardRules(StoragePolicy.development(), false, false),
                (partition, from, each) -> {},
                (key, value) -> decisions.put(
                        new String(key, StandardCharsets.UTF_8), HexFormat.of().formatHex(value)),
                decision -> {});
        appended.forEach(uncut::process);
        return decisions;
    }

    private GuardPartition guard(GuardTable knows) {
        return new GuardPartition(
                knows,
                records,
                1,
                criteria(),
                new GuardRules(StoragePolicy.development(), false, false),
                (partition, from, each) ->
                        log.stream().filter(record -> record.offset() >= from).forEach(each),
                (key, value) -> outgoing.add(Map.entry(key, value)),
                decision -> {});
    }

    private static Criteria criteria() {
        return new Criteria(SEAL, Redaction.builtIn(), SealMark.ofNew(Uuid.ONE_UUID, 100));
    }

    private static Event asked(String id, int number) {
        String[] asked = ASKED.get(number % ASKED.size()).split(" ", 2);
        String kind = asked[0].substring(0, asked[0].indexOf('.'));
        return event(id, asked[0], kind, "s" + number / ASKED.size(), null, asked[1]);
    }

    private void append(SpecificRecord record) {
        append(records.record(record, appended.size()));
    }

    private void append(ConsumerRecord<byte[], byte[]> record) {
        appended.add(record);
        log.add(record);
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    /** Whether the views would take it. */
    private boolean isGood(ConsumerRecord<byte[], byte[]> record) {
        return read(record.value())
                .map(event -> !Decision.isType(event.getEventType()) || isOurs(record) || isCarried(record))
                .orElse(record.value() != null && record.value().length > 3);
    }

    private boolean isOurs(ConsumerRecord<byte[], byte[]> record) {
        return read(record.value()).flatMap(event -> Decision.read(event, SEAL)).isPresent();
    }

    private static boolean isCarried(ConsumerRecord<byte[], byte[]> record) {
        return record.headers().iterator().hasNext();
    }

    private Optional<Event> read(byte @Nullable [] value) {
        return value != null && value.length > 3 && records.read(value) instanceof Event event
                ? Optional.of(event)
                : Optional.empty();
    }
}
