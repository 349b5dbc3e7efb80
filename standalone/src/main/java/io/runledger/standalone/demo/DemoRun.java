package io.runledger.standalone.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.schemas.contract.BuiltInPayload;
import io.runledger.standalone.demo.TestCase.Outcome;
import io.runledger.standalone.load.RecordKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A test run told as events: the run, each test class as a task, each test. Every id is derived from the reports, so the
 * same reports always tell the same run and recording it twice adds nothing.
 */
final class DemoRun {
    static final String PRODUCER = "runledger-demo";

    private final List<TestSuite> suites;
    private final String runId;
    private final List<DemoRecord> events = new ArrayList<>();

    private DemoRun(List<TestSuite> suites) {
        this.suites = suites;
        Instant newest = suites.stream()
                .map(TestSuite::finished)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        this.runId = id("run " + newest + " " + suites.size());
    }

    /** @param suites at least one, in the order they ran */
    static DemoRun of(List<TestSuite> suites) {
        DemoRun run = new DemoRun(suites);
        run.tell();
        return run;
    }

    String runId() {
        return runId;
    }

    List<DemoRecord> events() {
        return List.copyOf(events);
    }

    static String id(String name) {
        return UUID.nameUUIDFromBytes((PRODUCER + " " + name).getBytes(UTF_8)).toString();
    }

    private void tell() {
        ObjectNode start = object().put("name", "mvn verify");
        start.putObject("config").put("project", "runledger").put("suites", suites.size());
        add(BuiltInPayload.RUN_STARTED, null, suites.get(0).started(), start);

        suites.forEach(this::tell);

        Instant end = suites.stream()
                .map(TestSuite::finished)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        long failed = count(suites, Outcome.FAILED);
        ObjectNode finish = object().put("status", status(failed));
        if (failed > 0) {
            finish.putObject("error").put("message", failed + (failed == 1 ? " test failed" : " tests failed"));
        }
        finish.set("metrics", counts(suites).put("suites", suites.size()));
        add(BuiltInPayload.RUN_FINISHED, null, end, finish);
    }

    private static String status(long failed) {
        return failed == 0 ? "succeeded" : "failed";
    }

    private void tell(TestSuite suite) {
        Instant now = suite.started();
        add("task.started", suite, now, object().put("module", suite.module()).put("suite", suite.name()));
        for (TestCase test : suite.cases()) {
            now = earlier(now.plus(test.took()), suite.finished());
            ObjectNode payload = object().put("test", test.name()).put("seconds", seconds(test.took()));
            if (!test.message().isEmpty()) {
                payload.put("message", test.message());
            }
            add(test.outcome().eventType(), suite, now, payload);
        }
        ObjectNode end = object().put("status", status(suite.count(Outcome.FAILED)));
        end.setAll(counts(List.of(suite)));
        end.put("module", suite.module()).put("seconds", seconds(suite.took()));
        add("task.finished", suite, suite.finished(), end);
    }

    private void add(String type, @Nullable TestSuite task, Instant at, ObjectNode payload) {
        ObjectNode event = object();
        event.put("event_id", id(runId + " event " + events.size()));
        event.put("event_type", type);
        event.put("run_id", runId);
        if (task != null) {
            event.put("task_id", task.name());
        }
        event.put("producer", PRODUCER);
        event.put("occurred_at", at.truncatedTo(ChronoUnit.MILLIS).toString());
        event.set("payload", payload);
        events.add(new DemoRecord(RecordKind.EVENT, event));
    }

    private static ObjectNode counts(List<TestSuite> suites) {
        return object().put(
                        "tests",
                        suites.stream().mapToLong(suite -> suite.cases().size()).sum())
                .put("passed", count(suites, Outcome.PASSED))
                .put("failed", count(suites, Outcome.FAILED))
                .put("skipped", count(suites, Outcome.SKIPPED));
    }

    private static long count(List<TestSuite> suites, Outcome outcome) {
        return suites.stream().mapToLong(suite -> suite.count(outcome)).sum();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
