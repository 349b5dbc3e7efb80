package io.runledger.streams.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.core.redaction.Redaction;
import io.runledger.core.review.ArtifactRequest;
import io.runledger.core.review.Blocker;
import io.runledger.core.review.Decision;
import io.runledger.core.review.Refusal;
import io.runledger.core.review.RequestType;
import io.runledger.core.review.TaskRequest;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.seal.SealMark;
import io.runledger.streams.views.log.Criteria;
import io.runledger.v1.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The guard decides as {@link ReviewModel} does, also when records come twice, and again from what compaction leaves. */
final class GuardModelTest {
    private static final List<String> PROOFS =
            List.of("none", "artifact", "artifact", "artifact", "file", "url", "comment", "external-status");
    private static final List<String> REVIEWS = List.of("approved", "approved", "needs-review", "rejected");

    /** What happens next, as numbers that each kind of step reads its own way. */
    record Step(int kind, int subject, int choice, int other, boolean flag) {}

    private final GuardRecords records = new GuardRecords();
    private final Seal seal = new Seal("secret");

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 19),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 31),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(true, false))
                .as(Step::new)
                .list()
                .ofMinSize(10)
                .ofMaxSize(80);
    }

    private static final List<String> TYPES = List.of("report", "dataset");

    @Property(tries = 300)
    void decidesAsTheModelDoes(@ForAll("steps") List<Step> steps) {
        ReviewModel model = new ReviewModel();
        List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
        Map<String, String> expected = new LinkedHashMap<>();
        List<SpecificRecord> produced = new ArrayList<>();
        Map<String, Decision> decided = new LinkedHashMap<>();
        GuardPartition guard = guard(new CrashTable(), log, decided, true);
        for (Step step : steps) {
            int before = log.size();
            SpecificRecord record = step.kind == 19 && !produced.isEmpty()
                    ? again(produced.get(step.choice % produced.size()), model)
                    : next(step, "e" + produced.size(), model, expected);
            produced.add(record);
            log.add(records.record(record, before));
            for (int offset = before; offset < log.size(); offset++) {
                guard.process(log.get(offset));
            }
        }

        assertThat(words(decided)).isEqualTo(expected);
        expected.values().forEach(word -> Statistics.collect(word.replaceAll("@.*", "")));

        Map<String, Decision> again = new LinkedHashMap<>();
        CrashTable lost = new CrashTable();
        GuardPartition fresh = guard(lost, log, again, false);
        GuardRecords.compacted(log).forEach(fresh::process);
        assertThat(again).as("decided again").isEmpty();
        GuardState known = new GuardState(lost);
        Map<String, Decision> verdicts = new LinkedHashMap<>();
        expected.keySet().forEach(request -> verdicts.put(request, verdict(known, request)));
        assertThat(words(verdicts)).isEqualTo(expected);
    }

    /** What comes twice changes nothing, but where it stands. */
    private static SpecificRecord again(SpecificRecord record, ReviewModel model) {
        if (record instanceof Event event && event.getEventType().equals("file.registered")) {
            model.file(event.getEventId(), event.getSubjectId(), event.getTaskId());
        }
        return record;
    }

    /** The record of a step; the model is told, and its answer expected if it is a request. */
    private static SpecificRecord next(Step step, String id, ReviewModel model, Map<String, String> expected) {
        String artifact = "a" + step.subject;
        String task = "t" + step.subject;
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        switch (step.kind) {
            case 0, 1, 2, 3 -> {
                String status = step.flag ? "draft" : "needs-review";
                String of = step.choice % 2 == 0 ? "t" + step.other : null;
                String type = TYPES.get(step.other % TYPES.size());
                model.register(artifact, type, status, of);
                return GuardRecords.artifact(artifact)
                        .setArtifactType(type)
                        .setStatus(status)
                        .setTaskId(of)
                        .build();
            }
            case 4, 5 -> {
                String of = step.flag ? "t" + step.other : null;
                model.file(id, "f" + step.subject, of);
                return GuardRecords.event(id, "file.registered", "file", "f" + step.subject, of, "{}");
            }
            case 6, 7, 8, 9 -> {
                String to = REVIEWS.get(step.choice % REVIEWS.size());
                Long revision = step.flag ? null : Long.valueOf(step.other + 1);
                payload.put("status", to).put("revision", revision);
                expected.put(id, model.review(artifact, to, revision));
                return request(id, ArtifactRequest.REVIEW, artifact, payload);
            }
            case 10 -> {
                expected.put(id, model.archive(artifact));
                return request(id, ArtifactRequest.ARCHIVE, artifact, payload);
            }
            case 11 -> {
                payload.put("by", "a" + step.other);
                expected.put(id, model.supersede(artifact, "a" + step.other));
                return request(id, ArtifactRequest.SUPERSEDE, artifact, payload);
            }
            case 12, 13 -> {
                String to = step.flag ? "t" + step.other : null;
                String bundle = step.flag ? null : "b" + step.other;
                payload.put("task_id", to).put("bundle_id", bundle);
                expected.put(id, model.attach(artifact, to, bundle));
                return request(id, ArtifactRequest.ATTACH, artifact, payload);
            }
            case 14, 15 -> {
                String proof = PROOFS.get(step.choice % PROOFS.size());
                String bundle = step.flag ? "b" + step.other : null;
                String link = step.choice >= 28 ? "report" : null;
                boolean withFile = step.choice >= 24;
                ReviewModel.Counting counting = new ReviewModel.Counting(
                        step.choice % 3 == 0 ? TYPES.get(step.choice % TYPES.size()) : null,
                        step.choice % 5 == 0 ? "t" + step.other : null,
                        step.choice % 2 == 0 ? null : step.choice % 4 == 1 ? "bundle" : "task");
                payload.put("bundle_id", bundle)
                        .putObject("proof_requirement")
                        .put("type", proof)
                        .put("required_link_name", link)
                        .put("requires_file", withFile)
                        .put("artifact_type", counting.type())
                        .put("task_id", counting.task())
                        .put("scope", counting.scope());
                expected.put(id, model.declare(task, proof, bundle, link, withFile, counting));
                return request(id, TaskRequest.DECLARE, task, payload);
            }
            default -> {
                return completion(step, id, task, payload, model, expected);
            }
        }
    }

    private static Event completion(
            Step step, String id, String task, ObjectNode payload, ReviewModel model, Map<String, String> expected) {
        Set<String> given = new LinkedHashSet<>();
        if ((step.choice & 1) != 0) {
            given.add("comment");
            payload.put("comment", "done");
        }
        if ((step.choice & 2) != 0) {
            given.add("url");
            payload.put("url", "https://example.org/proof");
        }
        if ((step.choice & 4) != 0) {
            given.add("external-status");
            payload.put("external_status", "merged");
        }
        String link = (step.choice & 8) != 0 ? "report" : null;
        payload.put("link_name", link);
        List<String> files = (step.choice & 16) != 0 ? List.of("f" + step.other) : List.of();
        files.forEach(payload.putArray("files")::add);
        expected.put(id, model.complete(task, given, link, files));
        return request(id, TaskRequest.COMPLETE, task, payload);
    }

    private static Event request(String id, RequestType type, String subject, ObjectNode payload) {
        return GuardRecords.event(id, type.eventType(), type.subject().word(), subject, null, payload.toString());
    }

    private GuardPartition guard(
            CrashTable table,
            List<ConsumerRecord<byte[], byte[]>> log,
            Map<String, Decision> decided,
            boolean appends) {
        return new GuardPartition(
                table,
                records,
                1,
                new Criteria(seal, Redaction.builtIn(), SealMark.ofNew(Uuid.ONE_UUID, 100)),
                new GuardRules(StoragePolicy.production(), false, false),
                (partition, from, each) -> {
                    if (!appends) {
                        GuardRecords.compacted(log).stream()
                                .filter(record -> record.offset() >= from)
                                .forEach(each);
                    }
                },
                (key, value) -> {
                    Event event = (Event) records.read(value);
                    assertThat(RecordKey.of(event).bytes()).isEqualTo(key);
                    Decision decision = Decision.read(event, seal).orElseThrow();
                    Decision before = decided.putIfAbsent(decision.requestId(), decision);
                    assertThat(before).isIn(null, decision);
                    if (appends) {
                        log.add(GuardRecords.record(key, value, log.size()));
                    }
                },
                decision -> {});
    }

    private Decision verdict(GuardState known, String request) {
        byte[] verdict = known.verdict(new RecordKey(RecordKey.Kind.EVENT, GuardRecords.RUN, request));
        return Decision.read((Event) records.read(Objects.requireNonNull(verdict)), seal)
                .orElseThrow();
    }

    /** What was decided, in the model's words. */
    private static Map<String, String> words(Map<String, Decision> decided) {
        Map<String, String> words = new LinkedHashMap<>();
        decided.forEach((request, decision) -> words.put(request, word(decision, decision.refusal())));
        return words;
    }

    private static String word(Decision decision, @Nullable Refusal refusal) {
        if (refusal == null) {
            return decision.requestType().subject() == RequestType.Subject.ARTIFACT
                    ? decision.artifact().status().word() + "@"
                            + decision.artifact().revision()
                    : (decision.task().completed() ? "completed@" : "open@")
                            + decision.task().revision();
        }
        List<Blocker> blockers = refusal.blockedBy();
        if (blockers == null) {
            return refusal.reason().word();
        }
        Set<String> missing = new TreeSet<>();
        blockers.forEach(blocker -> missing.add(blocker.requirement()));
        return "blocked by " + missing;
    }
}
