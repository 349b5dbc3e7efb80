package io.runledger.streams.guard;

import static io.runledger.streams.guard.GuardRecords.erasure;
import static io.runledger.streams.guard.GuardRecords.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.redaction.Redaction;
import io.runledger.core.review.Decision;
import io.runledger.core.review.RequestType;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.schemas.log.Erasure;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.seal.SealMark;
import io.runledger.streams.views.log.Criteria;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;

/**
 * Any requests, artifacts and files, with retries, garbage and erasures: every request has one verdict, the moves are those of
 * the life of an artifact, and neither a crash between any two writes nor a lost table on a compacted log changes any of it.
 */
final class GuardPropertyTest {
    private static final Map<String, Set<String>> LIFE = Map.of(
            "draft", Set.of("needs-review", "approved", "rejected", "superseded", "archived"),
            "needs-review", Set.of("approved", "rejected", "superseded", "archived"),
            "rejected", Set.of("needs-review", "superseded", "archived"),
            "approved", Set.of("superseded", "archived"),
            "superseded", Set.of("archived"),
            "archived", Set.of());
    private static final List<String> ASKED = List.of(
            "artifact.review_requested {\"status\":\"approved\"}",
            "artifact.review_requested {\"status\":\"rejected\",\"revision\":1}",
            "artifact.review_requested {\"status\":\"needs-review\"}",
            "artifact.review_requested {\"status\":\"nonsense\"}",
            "artifact.archive_requested {}",
            "artifact.supersede_requested {\"by\":\"s1\"}",
            "artifact.attach_requested {\"task_id\":\"s0\"}",
            "artifact.attach_requested {\"bundle_id\":\"b\"}",
            "artifact.attach_requested {\"task_id\":\"s0\",\"run_id\":\"other\"}",
            "artifact.update_requested {\"title\":\"t\",\"revision\":2}",
            "artifact.update_requested {\"tags\":[null]}",
            "artifact.update_requested {\"metadata\":{\"n\":1e999}}",
            "artifact.update_requested null",
            "artifact.update_requested [1]",
            "task.declare_requested {\"proof_requirement\":{\"type\":\"artifact\"},\"bundle_id\":\"b\"}",
            "task.declare_requested {\"proof_requirement\":{\"type\":\"artifact\",\"scope\":\"bundle\",\"artifact_type\":\"report\"},"
                    + "\"bundle_id\":\"b\"}",
            "task.declare_requested {\"proof_requirement\":{\"type\":\"artifact\",\"task_id\":\"s1\"}}",
            "task.declare_requested {\"proof_requirement\":{\"type\":\"artifact\",\"scope\":\"world\"}}",
            "task.declare_requested {\"proof_requirement\":{\"type\":\"file\"}}",
            "task.declare_requested {\"proof_requirement\":{}}",
            "task.complete_requested {}",
            "task.complete_requested {\"files\":[\"f\"]}");

    /** One record that a producer appends. */
    record Step(int what, int number, int subject) {}

    private static final Seal OTHERS = new Seal("another ledger's");

    private final GuardRecords records = new GuardRecords();
    private final Seal seal = new Seal("secret");

    /** All decisions of the log under test in the order in which they took effect, by key, and those of them that were imported. */
    private final Map<String, String> moves = new LinkedHashMap<>();

    private final Map<String, Event> carried = new HashMap<>();
    private final Map<String, Long> revisions = new HashMap<>();

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, ASKED.size() + 13),
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(0, 2))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(60);
    }

    @Property(tries = 200)
    void everyRequestHasOneVerdictWhateverHappens(
            @ForAll("steps") List<Step> steps, @ForAll int a, @ForAll int b, @ForAll int c) {
        begin();
        List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
        List<Integer> writesBefore = new ArrayList<>();
        CrashTable table = new CrashTable();
        Map<String, String> decided = new LinkedHashMap<>();
        List<Integer> offsets = new ArrayList<>();
        GuardPartition guard = guard(table, log, decided, true);
        for (Step step : steps) {
            writesBefore.add(table.writes.size());
            offsets.add(log.size());
            log.add(record(step, log.size()));
            guard.process(log.get(log.size() - 1));
            for (int next = offsets.get(offsets.size() - 1) + 1; next < log.size(); next++) {
                guard.process(log.get(next)); // its own decisions come back
            }
        }
        assertMovesAreLegal();
        assertOneDecisionPerRequest(log, decided);

        int committed = Math.floorMod(a, steps.size());
        int least = writesBefore.get(committed);
        int local = least + Math.floorMod(b, table.writes.size() - least + 1);
        int changelog = least + Math.floorMod(c, table.writes.size() - least + 1);
        assertSame("crashed", table.crashed(local, least, changelog), log, offsets.get(committed), decided);
        assertSame("lost, offsets kept", new CrashTable(), log, offsets.get(committed), decided);
        assertSame("lost", new CrashTable(), log, 0, decided);
        assertSame("lost and compacted", new CrashTable(), GuardRecords.compacted(log), 0, decided);
    }

    /**
     * One guard is paused, others take its place, go on, and decide; then it goes on for a moment, with records that it had in
     * hand, and its writes come to the changelog behind theirs. Who takes over from that changelog decides as if nothing was.
     */
    @Property(tries = 500)
    void aGuardThatWasPausedTakesNothingBack(
            @ForAll("steps") List<Step> steps, @ForAll int a, @ForAll int b, @ForAll int c, @ForAll int d) {
        begin();
        List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
        Map<String, String> decided = new LinkedHashMap<>();
        GuardPartition guard = guard(new CrashTable(), log, decided, true);
        for (Step step : steps) {
            log.add(record(step, log.size()));
            int last = log.size() - 1;
            guard.process(log.get(last));
            log.subList(last + 1, log.size()).forEach(guard::process);
        }
        int paused = Math.floorMod(a, log.size() + 1);
        int inHand = paused + Math.floorMod(b, log.size() - paused + 1);
        int reached = inHand + Math.floorMod(c, log.size() - inHand + 1);

        CrashTable zombies = new CrashTable();
        GuardPartition zombie = guard(zombies, List.of(), new HashMap<>(), false);
        List<Integer> writesBefore = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : log.subList(0, inHand)) {
            writesBefore.add(zombies.writes.size());
            zombie.process(record);
        }
        writesBefore.add(zombies.writes.size());
        int committed = Math.floorMod(d, paused + 1);
        int arrived = writesBefore.get(paused);
        CrashTable others = zombies.crashed(0, 0, arrived);
        Map<String, String> again = new HashMap<>();
        GuardPartition other = guard(others, List.of(), again, false);
        log.subList(committed, reached).forEach(other::process);

        CrashTable left = others.crashed(others.writes.size(), 0, 0);
        zombies.writes.subList(arrived, zombies.writes.size()).forEach(left::write);
        assertThat(decided).containsAllEntriesOf(again);
        assertSame("taken over", left, log, reached, decided);
    }

    private void begin() {
        moves.clear();
        carried.clear();
        revisions.clear();
    }

    private void assertSame(
            String what,
            CrashTable table,
            List<ConsumerRecord<byte[], byte[]>> log,
            long from,
            Map<String, String> decided) {
        Map<String, String> again = new HashMap<>();
        GuardPartition guard = guard(table, log, again, false);
        log.stream().filter(record -> record.offset() >= from).forEach(guard::process);
        assertThat(decided).as(what).containsAllEntriesOf(again);
        GuardState known = new GuardState(table);
        decided.values().forEach(value -> {
            String request = ((Event) records.read(HexFormat.of().parseHex(value))).getCausationId();
            assertThat(known.verdict(new RecordKey(RecordKey.Kind.EVENT, GuardRecords.RUN, String.valueOf(request))))
                    .as(what)
                    .asHexString()
                    .isEqualToIgnoringCase(value);
        });
    }

    private GuardPartition guard(
            CrashTable table, List<ConsumerRecord<byte[], byte[]>> log, Map<String, String> decided, boolean appends) {
        return new GuardPartition(
                table,
                records,
                1,
                new Criteria(seal, Redaction.builtIn(), SealMark.ofNew(Uuid.ONE_UUID, 100)),
                new GuardRules(StoragePolicy.development(), false, false),
                (partition, from, each) -> {
                    if (!appends
                            && from == 0) { // what follows is not known, so all of it is decided and appended again
                        log.forEach(each);
                    }
                },
                (key, value) -> {
                    String before = decided.put(
                            new String(key, StandardCharsets.UTF_8),
                            HexFormat.of().formatHex(value));
                    assertThat(before).isIn(null, HexFormat.of().formatHex(value));
                    if (appends) {
                        moved(
                                new String(key, StandardCharsets.UTF_8),
                                HexFormat.of().formatHex(value));
                        log.add(GuardRecords.record(key, value, log.size()));
                    }
                },
                decision -> {});
    }

    /** By the table above, each from where the last one led, and each a revision on. */
    private void assertMovesAreLegal() {
        Map<String, Long> reached = new HashMap<>();
        Map<String, String> statuses = new HashMap<>();
        moves.forEach((key, value) -> {
            Event event = (Event) records.read(HexFormat.of().parseHex(value));
            Decision decision = Decision.read(event, carried.containsKey(key) ? OTHERS : seal)
                    .orElseThrow();
            if (decision.state() == null) {
                return;
            }
            boolean isTask = decision.requestType().subject() == RequestType.Subject.TASK;
            String subject = event.getSubjectKind() + event.getSubjectId();
            long revision = decision.state().path("revision").asLong();
            assertThat(revision).isEqualTo(reached.getOrDefault(subject, isTask ? 0L : 1L) + 1);
            reached.put(subject, revision);
            if (carried.containsKey(key)) {
                statuses.put(subject, decision.artifact().status().word());
            } else if (!isTask) {
                String to = decision.artifact().status().word();
                String from = String.valueOf(decision.from());
                assertThat(from).isEqualTo(statuses.getOrDefault(subject, "draft"));
                boolean moves = Set.of("artifact.reviewed", "artifact.archived", "artifact.superseded")
                        .contains(event.getEventType());
                assertThat(moves ? LIFE.getOrDefault(from, Set.of()) : Set.of(from))
                        .contains(to);
                statuses.put(subject, to);
            }
        });
    }

    private void assertOneDecisionPerRequest(List<ConsumerRecord<byte[], byte[]>> log, Map<String, String> decided) {
        assertThat(decided)
                .as("decided elsewhere")
                .doesNotContainKeys(carried.keySet().toArray(String[]::new));
        Set<String> erased = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : log) {
            if (record.value().length > 3 && records.read(record.value()) instanceof Event event) {
                if (Erasure.is(event)) {
                    erased.add(Erasure.target(event).orElseThrow().toString());
                } else if (RequestType.ofEventType(event.getEventType()).isPresent()
                        && record.headers().lastHeader(Origin.HEADER) == null
                        && !carried.containsKey("event/" + GuardRecords.RUN + "/" + Decision.id(RecordKey.of(event)))
                        && !erased.contains(RecordKey.of(event).toString())) {
                    assertThat(decided)
                            .containsKey("event/" + GuardRecords.RUN + "/" + Decision.id(RecordKey.of(event)));
                }
            }
        }
    }

    /** Several steps make the same record, which is a retry then. */
    private ConsumerRecord<byte[], byte[]> record(Step step, long offset) {
        String subject = "s" + step.subject;
        if (step.what < ASKED.size()) {
            String[] asked = ASKED.get(step.what).split(" ", 2);
            String kind = asked[0].substring(0, asked[0].indexOf('.'));
            String id = "e" + step.what + "-" + subject + "-" + step.number % 3;
            return records.record(event(id, asked[0], kind, subject, null, asked[1]), offset);
        }
        return switch (step.what - ASKED.size()) {
            case 0 -> records.record(event("f" + step.number % 3, "file.registered", "file", "f", "s1", "{}"), offset);
            case 1 -> GuardRecords.record(RecordKey.of(artifact(subject)).bytes(), new byte[] {7, 7, 7}, offset);
            case 2 -> records.record(event("x" + step.number, "task.completed", "task", subject, null, "{}"), offset);
            case 3 -> step.number < 5 ? records.record(erasure(RecordKey.of(artifact(subject))), offset) : any(offset);
            case 4 ->
                records.record(
                        erasure(new RecordKey(RecordKey.Kind.EVENT, GuardRecords.RUN, "f" + step.number % 3)), offset);
            case 8, 9, 10 -> carried(carriedRequest(step, subject), offset);
            case 11 -> records.carried(carriedRequest(step, subject), seal, offset);
            case 12 -> records.record(carriedRequest(step, subject), offset);
            default -> records.record(artifact(subject), offset);
        };
    }

    /**
     * A decision of another ledger's guard, imported: the next one about its artifact, or the same again. Nobody imports one
     * on a request that was decided here.
     */
    private ConsumerRecord<byte[], byte[]> carried(Event request, long offset) {
        RecordKey key = new RecordKey(RecordKey.Kind.EVENT, GuardRecords.RUN, Decision.id(RecordKey.of(request)));
        if (moves.containsKey(key.toString()) && !carried.containsKey(key.toString())) {
            return any(offset);
        }
        Event decision = carried.computeIfAbsent(
                key.toString(),
                first -> GuardRecords.approval(
                        request, revisions.getOrDefault("artifact" + request.getSubjectId(), 1L) + 1, OTHERS));
        ConsumerRecord<byte[], byte[]> record = records.carried(decision, seal, offset);
        moved(key.toString(), HexFormat.of().formatHex(record.value()));
        return record;
    }

    /** Notes a decision that takes effect, once. */
    private void moved(String key, String value) {
        if (moves.putIfAbsent(key, value) != null) {
            return;
        }
        Event event = (Event) records.read(HexFormat.of().parseHex(value));
        Decision decision = Decision.readCarried(event).orElseThrow();
        if (decision.state() != null) {
            revisions.put(
                    event.getSubjectKind() + event.getSubjectId(),
                    decision.state().path("revision").asLong());
        }
    }

    private static Event carriedRequest(Step step, String subject) {
        return event(
                "carried-" + subject + "-" + step.number % 2,
                "artifact.review_requested",
                "artifact",
                subject,
                null,
                "{\"status\":\"approved\"}");
    }

    private ConsumerRecord<byte[], byte[]> any(long offset) {
        return records.record(event("any", "any", null, null, null, "{}"), offset);
    }

    private static Artifact artifact(String id) {
        return GuardRecords.artifact(id).setTaskId("s1").build();
    }
}
