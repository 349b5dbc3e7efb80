package io.runledger.streams.views.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.run.Attempt;
import io.runledger.core.run.Moment;
import io.runledger.core.run.RunStatus;
import io.runledger.schemas.contract.BuiltInPayload;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.log.RecordKey;
import io.runledger.streams.views.read.PartitionReader;
import io.runledger.streams.views.read.RunTimes;
import io.runledger.v1.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * How a run went follows from its events alone: whatever order they came in, how often, whether a retry gave them a new
 * place, what compaction left, and what was erased.
 */
final class AttemptsPropertyTest {
    private static final String RUN = "run";
    private static final String TASK = "task";
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    enum What {
        START,
        END,
        WORK,
        WORK_OF_TASK,
        /** A decision asked for, perhaps long after. */
        MARK
    }

    /** @param second by the producer's clock, from noon; few, so that many happened at once */
    record Told(What what, int second, boolean erased) {}

    private final Records records = new Records();

    @Provide
    Arbitrary<List<Told>> told() {
        Arbitrary<Integer> seconds = Arbitraries.integers().between(-2, 6);
        return Combinators.combine(
                        Arbitraries.of(What.class), seconds, Arbitraries.of(false, false, false, false, true))
                .as(Told::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Property(tries = 100)
    void followFromTheSetOfEvents(@ForAll("told") List<Told> told, @ForAll long seed) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            events.add(event(told.get(i), i));
        }
        List<Event> kept = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            if (!told.get(i).erased) {
                kept.add(events.get(i));
            }
        }
        Random random = new Random(seed);
        List<Event> sent = new ArrayList<>(events);
        events.stream().filter(event -> random.nextBoolean()).forEach(sent::add); // retries, which get a newer place
        for (int i = 0; i < told.size(); i++) {
            if (told.get(i).erased) {
                sent.add(Records.erasure(RecordKey.of(events.get(i))));
            }
        }
        Collections.shuffle(sent, random);

        try (TestLedger ledger = new TestLedger(records)) {
            sent.forEach(event -> ledger.append(records.at(ledger.end(), event)));
            ledger.heal();

            Map<String, Object> expected = expected(kept);
            assertThat(ledger.reading(ledger.log, AttemptsPropertyTest::read)).isEqualTo(expected);
            assertThat(ledger.reading(TestLedger.compacted(ledger.log), AttemptsPropertyTest::read))
                    .as("compacted")
                    .isEqualTo(expected);
        }
    }

    @Example
    void aLateOlderEndNeverFlipsTheNewestAttempt() {
        List<Told> told = List.of(
                new Told(What.START, 0, false),
                new Told(What.START, 2, false),
                new Told(What.END, 3, false),
                new Told(What.END, 1, false));
        try (TestLedger ledger = new TestLedger(records)) {
            for (int i = 0; i < told.size(); i++) {
                ledger.append(records.at(ledger.end(), event(told.get(i), i)));
            }
            ledger.append(records.at(ledger.end(), event(told.get(3), 3)));

            Map<String, Object> read = ledger.reading(ledger.log, AttemptsPropertyTest::read);

            assertThat(read).containsEntry("newest", "event-1..event-2").containsEntry("count", 2L);
            assertThat(read.get("all")).asString().isEqualTo("[event-1..event-2, event-0..event-3]");
        }
    }

    /** What the views say. */
    private static Map<String, Object> read(PartitionReader reader) {
        RunTimes times = reader.times(RUN);
        Map<String, Object> read = new LinkedHashMap<>();
        read.put("newest", shown(times.newest().map(stored -> moment((Event) stored.record()))));
        read.put("status", RunStatus.of(times.newest(), Optional.of("failed")));
        read.put("count", times.attemptCount());
        read.put(
                "all",
                times.attempts(100).stream()
                        .map(AttemptsPropertyTest::shown)
                        .toList()
                        .toString());
        read.put(
                "two",
                times.attempts(2).stream()
                        .map(AttemptsPropertyTest::shown)
                        .toList()
                        .toString());
        read.put("work", times.ofRun().map(Object::toString));
        read.put("task", times.ofTask(TASK).map(Object::toString));
        return read;
    }

    /** The same, by sorting everything and going through it once, as a person would. */
    private static Map<String, Object> expected(List<Event> events) {
        List<Attempt<Moment>> attempts = new ArrayList<>();
        events.stream()
                .filter(event -> isStart(event) || isEnd(event))
                .sorted(Comparator.comparing(Event::getOccurredAt)
                        .thenComparing(event -> isStart(event) ? 0 : 1)
                        .thenComparing(Event::getEventId))
                .forEach(event -> {
                    Optional<Moment> moment = Optional.of(moment(event));
                    if (isStart(event)) {
                        attempts.add(0, new Attempt<>(moment, Optional.empty()));
                    } else {
                        Optional<Moment> start = attempts.isEmpty()
                                ? Optional.empty()
                                : attempts.remove(0).started();
                        attempts.add(0, new Attempt<>(start, moment));
                    }
                });
        Attempt<Moment> newest = attempts.isEmpty() ? Attempt.none() : attempts.get(0);
        List<String> shown = attempts.stream().map(AttemptsPropertyTest::shown).toList();
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("newest", shown(newest));
        expected.put(
                "status",
                newest.finished().isPresent()
                        ? RunStatus.FAILED
                        : newest.started().isPresent() ? RunStatus.RUNNING : RunStatus.UNKNOWN);
        expected.put("count", (long) attempts.size());
        expected.put("all", shown.toString());
        expected.put("two", shown.subList(0, Math.min(2, shown.size())).toString());
        expected.put(
                "work", span(events.stream().filter(event -> !isMark(event)).toList()));
        expected.put(
                "task",
                span(events.stream()
                        .filter(event -> !isMark(event) && event.getTaskId() != null)
                        .toList()));
        return expected;
    }

    private static Optional<String> span(List<Event> work) {
        List<Moment> moments =
                work.stream().map(AttemptsPropertyTest::moment).sorted().toList();
        return moments.isEmpty()
                ? Optional.empty()
                : Optional.of(new RunTimes.Span(moments.get(0), moments.get(moments.size() - 1)).toString());
    }

    private static String shown(Attempt<Moment> attempt) {
        return attempt.started().map(Moment::eventId).orElse("") + ".."
                + attempt.finished().map(Moment::eventId).orElse("");
    }

    private static Moment moment(Event event) {
        return new Moment(event.getOccurredAt(), event.getEventId());
    }

    private static boolean isStart(Event event) {
        return event.getEventType().equals(BuiltInPayload.RUN_STARTED);
    }

    private static boolean isEnd(Event event) {
        return event.getEventType().equals(BuiltInPayload.RUN_FINISHED);
    }

    private static boolean isMark(Event event) {
        return event.getEventType().equals("task.complete_requested");
    }

    private static Event event(Told told, int i) {
        String payload = told.what == What.END ? "{\"status\":\"failed\"}" : "{}";
        return Event.newBuilder()
                .setEventId("event-" + i)
                .setEventType(
                        switch (told.what) {
                            case START -> BuiltInPayload.RUN_STARTED;
                            case END -> BuiltInPayload.RUN_FINISHED;
                            case WORK, WORK_OF_TASK -> "noted";
                            case MARK -> "task.complete_requested";
                        })
                .setRunId(RUN)
                .setTaskId(told.what == What.WORK_OF_TASK || told.what == What.MARK ? TASK : null)
                .setProducer("tests")
                .setOccurredAt(NOON.plusSeconds(told.second))
                .setPayload(payload)
                .setPayloadDigest(PayloadDigest.of(payload))
                .build();
    }
}
