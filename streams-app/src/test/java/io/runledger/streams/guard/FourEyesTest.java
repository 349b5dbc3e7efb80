package io.runledger.streams.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.redaction.Redaction;
import io.runledger.core.review.ArtifactRequest;
import io.runledger.core.review.Decision;
import io.runledger.core.review.Refusal;
import io.runledger.core.review.RequestType;
import io.runledger.core.review.TaskRequest;
import io.runledger.core.storage.StoragePolicy;
import io.runledger.schemas.log.Attestation;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.seal.SealMark;
import io.runledger.streams.views.log.Criteria;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever registers, approves and completes, known or not, in their own name or another's: only other people's eyes count. */
final class FourEyesTest {
    private static final Seal SEAL = new Seal("a guard key");
    private static final String NOBODY = "nobody";
    private static final List<String> PEOPLE = List.of(NOBODY, "ada", "ben", "eva");

    private final GuardRecords records = new GuardRecords();

    /** Somebody, and whom they name as the one who asks. */
    private record Sender(String known, String named) {
        static Stream<Sender> all() {
            return PEOPLE.stream()
                    .flatMap(known -> Stream.of("ada", "ben", "eva").map(named -> new Sender(known, named)));
        }
    }

    private record Case(String registrar, Sender approver, Sender completer, boolean ofLedger, boolean ofTask) {
        boolean isApproved() {
            return !ofLedger || areTwo();
        }

        private boolean areTwo() {
            return !registrar.equals(NOBODY)
                    && !approver.known.equals(NOBODY)
                    && approver.known.equals(approver.named)
                    && !approver.known.equals(registrar);
        }

        boolean isCompleted() {
            return isApproved()
                    && ((!ofLedger && !ofTask)
                            || (areTwo()
                                    && !completer.known.equals(NOBODY)
                                    && !List.of(completer.known, completer.named)
                                            .contains(approver.known)));
        }
    }

    @Test
    void onlyTwoPeopleApproveAndComplete() {
        int approved = 0;
        int completed = 0;
        for (String registrar : PEOPLE) {
            for (Sender approver : Sender.all().toList()) {
                for (Sender completer : Sender.all().toList()) {
                    for (boolean ofLedger : new boolean[] {true, false}) {
                        for (boolean ofTask : new boolean[] {true, false}) {
                            Case each = new Case(registrar, approver, completer, ofLedger, ofTask);
                            Map<String, Decision> decided = decided(each);

                            Decision approval = Objects.requireNonNull(decided.get("approve"));
                            Decision completion = Objects.requireNonNull(decided.get("complete"));
                            assertThat(approval.state() != null).as("%s", each).isEqualTo(each.isApproved());
                            assertThat(completion.state() != null)
                                    .as("%s", each)
                                    .isEqualTo(each.isCompleted());
                            if (approval.refusal() != null) {
                                assertThat(approval.refusal().reason()).isEqualTo(Refusal.Reason.FOUR_EYES);
                            }
                            approved += each.isApproved() ? 1 : 0;
                            completed += each.isCompleted() ? 1 : 0;
                        }
                    }
                }
            }
        }
        assertThat(approved).isBetween(100, 1_600);
        assertThat(completed).isBetween(100, 1_000);
    }

    private Map<String, Decision> decided(Case each) {
        Map<String, Decision> decided = new HashMap<>();
        GuardPartition guard = new GuardPartition(
                new CrashTable(),
                records,
                1,
                new Criteria(SEAL, Redaction.builtIn(), SealMark.ofNew(Uuid.ONE_UUID, 100)),
                new GuardRules(StoragePolicy.development(), false, each.ofLedger),
                (partition, from, read) -> {},
                (key, value) -> Decision.read((Event) records.read(value), SEAL)
                        .ifPresent(decision -> decided.put(decision.requestId(), decision)),
                decision -> {});
        String proof = "{\"proof_requirement\":{\"type\":\"artifact\",\"scope\":\"task\""
                + (each.ofTask ? ",\"four_eyes\":true" : "") + "}}";
        long offset = 0;
        for (SpecificRecord record : Arrays.asList(
                artifact(each.registrar),
                request("declare", TaskRequest.DECLARE, "t", new Sender("ada", "ada"), proof),
                request("approve", ArtifactRequest.REVIEW, "a", each.approver, "{\"status\":\"approved\"}"),
                request("complete", TaskRequest.COMPLETE, "t", each.completer, "{}"))) {
            guard.process(attested(record, offset++));
        }
        return decided;
    }

    private ConsumerRecord<byte[], byte[]> attested(SpecificRecord record, long offset) {
        ConsumerRecord<byte[], byte[]> attested = records.record(record, offset);
        attested.headers().add(Attestation.HEADER, SEAL.attestation(attested.key(), attested.value()));
        return attested;
    }

    private static Artifact artifact(String registrar) {
        return Artifact.newBuilder()
                .setArtifactId("a")
                .setArtifactType("report")
                .setTitle("A report")
                .setStorageProvider("external-url")
                .setLocation("https://example.org/report")
                .setRunId(GuardRecords.RUN)
                .setTaskId("t")
                .setSourceType("manual-link")
                .setCreatedBy("tests")
                .setRecordedBy(known(registrar))
                .build();
    }

    private static Event request(String id, RequestType type, String subject, Sender sender, String payload) {
        return Event.newBuilder(
                        GuardRecords.event(id, type.eventType(), type.subject().word(), subject, null, payload))
                .setActor(sender.named)
                .setRecordedBy(known(sender.known))
                .build();
    }

    private static @Nullable String known(String name) {
        return name.equals(NOBODY) ? null : name;
    }
}
