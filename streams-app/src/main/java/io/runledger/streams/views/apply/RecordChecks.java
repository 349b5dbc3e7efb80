package io.runledger.streams.views.apply;

import io.runledger.core.redaction.Hit;
import io.runledger.core.redaction.RecordRedaction;
import io.runledger.core.review.Decision;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.contract.Problem;
import io.runledger.schemas.log.Erasure;
import io.runledger.schemas.log.LogTopic;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.RunPartition;
import io.runledger.schemas.log.SealedPlace;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.UnreadableRecordException;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.model.RecordPlace;
import io.runledger.streams.views.model.RejectReason;
import io.runledger.streams.views.model.ViewEntry;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * Checks a record of the log by itself: bytes, secrets, key, partition, contract, digest, seal. Under the same criteria
 * the result for a record never changes.
 */
public final class RecordChecks {
    /** The result of checking a record. */
    sealed interface Finding {}

    /**
     * In order.
     *
     * @param isOld whether some of it is trusted only because nothing was sealed when it came
     */
    record Accepted(ViewEntry entry, RecordPlace place, boolean isOld) implements Finding {}

    /** Not to be applied. */
    public record Rejected(RejectReason reason, String detail) implements Finding {}

    private static final Seal EMPTY_KEY = Seal.ofEmptyKey();

    private final RecordReader reader;
    private final int partitions;
    private final Criteria criteria;
    private final RecordRedaction redaction;

    public RecordChecks(RecordReader reader, int partitions, Criteria criteria) {
        this.reader = reader;
        this.partitions = partitions;
        this.criteria = criteria;
        this.redaction = new RecordRedaction(criteria.redaction());
    }

    public Finding check(LogRecord record, RecordKey key, byte[] value) {
        Finding finding = checkAll(record, key, value);
        return finding instanceof Rejected rejected
                        && rejected.reason != RejectReason.SECRET
                        && !isRead(rejected.reason)
                ? secretIn(value).orElse(rejected)
                : finding;
    }

    /** A secret in bytes that are no record of ours; empty if there is none. */
    Optional<Rejected> secretIn(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return criteria.redaction().text(text, "").hits().stream().findFirst().map(hit -> secret("", hit.rule()));
    }

    /** A key without what is secret in it. */
    byte[] shown(byte[] key) {
        String text = new String(key, StandardCharsets.ISO_8859_1);
        String shown = criteria.redaction().text(text, "").text();
        return shown.equals(text) ? key : shown.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Rejected secret(String pointer, String rule) {
        return new Rejected(
                RejectReason.SECRET, (pointer.isEmpty() ? "" : pointer + " ") + "holds a secret (rule " + rule + ")");
    }

    /** Whether the record could be read, and was searched as one. */
    private static boolean isRead(RejectReason reason) {
        return switch (reason) {
            case OVERSIZED, NOT_WIRE_FORMAT, UNKNOWN_SCHEMA, UNKNOWN_RECORD, UNDECODABLE -> false;
            default -> true;
        };
    }

    private Finding checkAll(LogRecord record, RecordKey key, byte[] value) {
        if (value.length > LogTopic.MAX_RECORD_BYTES) {
            return new Rejected(
                    RejectReason.OVERSIZED,
                    "has " + value.length + " bytes, more than the " + LogTopic.MAX_RECORD_BYTES
                            + " that a record may");
        }
        try {
            return check(record, value, key, reader.read(value));
        } catch (UnreadableRecordException e) {
            return new Rejected(RejectReason.valueOf(e.reason().name()), e.detail());
        }
    }

    private Finding check(LogRecord record, byte[] value, RecordKey key, SpecificRecord content) {
        List<Hit> secrets = redaction.secrets(content);
        if (!secrets.isEmpty()) {
            return secret(secrets.get(0).pointer(), secrets.get(0).rule());
        }
        if (!RecordKey.of(content).equals(key)) {
            return new Rejected(RejectReason.KEY_MISMATCH, "is not the record that its key names");
        }
        int home = RunPartition.of(key.runId(), partitions);
        if (home != record.partition()) {
            return new Rejected(RejectReason.WRONG_PARTITION, "belongs in partition " + home + ", where its run lives");
        }
        List<Problem> problems = problems(content);
        if (!problems.isEmpty()) {
            return new Rejected(
                    RejectReason.CONTRACT,
                    problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
        if (content instanceof Event event && !PayloadDigest.matches(event)) {
            return new Rejected(RejectReason.DIGEST, "has a payload_digest that is not the BLAKE3 of its payload");
        }
        if (content instanceof Event event
                && Erasure.is(event)
                && Erasure.target(event).isEmpty()) {
            return new Rejected(
                    RejectReason.CONTRACT,
                    "erases, but does not name a record by subject_kind and subject_id, with the id that follows");
        }
        return checkSeals(record, value, content);
    }

    /** Whether what a record says of its place, its origin, its recorder and a decision comes from who may say it. */
    private Finding checkSeals(LogRecord record, byte[] value, SpecificRecord content) {
        Optional<RecordPlace> place = RecordPlace.of(record, value, criteria);
        Optional<Origin> sealed = origin(record, value, criteria.seal());
        boolean old = criteria.mark().emptyKey() && criteria.mark().isBefore(record.partition(), record.offset());
        Optional<Origin> origin = sealed.isEmpty() && old ? origin(record, value, EMPTY_KEY) : sealed;
        if (origin.isEmpty() && record.origin().isPresent()) {
            return new Rejected(
                    RejectReason.FORGED_ORIGIN,
                    "says where it came from, without the seal of this ledger's key over it; bring it by an import");
        }
        boolean trusted = !sealed.equals(origin);
        if (content instanceof Event event && Decision.isClaimed(event)) {
            boolean vouched = place.filter(RecordPlace::isVouched).isPresent();
            boolean genuine = (origin.isPresent() ? Decision.readCarried(event) : Decision.read(event, criteria.seal()))
                    .isPresent();
            boolean ofEmptyKey = !genuine
                    && origin.isEmpty()
                    && (old || vouched)
                    && Decision.read(event, EMPTY_KEY).isPresent();
            trusted |= ofEmptyKey && !vouched;
            if (!genuine && !ofEmptyKey) {
                return new Rejected(
                        RejectReason.FORGED_DECISION,
                        "says what was decided, but is none of the guard's decisions; ask for it with a request event");
            }
        }
        if (place.isEmpty()) {
            return new Rejected(
                    RejectReason.FORGED_PLACE,
                    "says which place it heals, without the seal of this ledger's key over it; send it without the header "
                            + SealedPlace.HEADER);
        }
        if (namesRecorder(content) && origin.isEmpty() && !place.get().isVouched() && !isAttested(record, value)) {
            return new Rejected(
                    RejectReason.FORGED_IDENTITY,
                    "says in recorded_by who recorded it, which only a gateway can; leave it out, or send it to a gateway");
        }
        return new Accepted(
                ViewEntry.of(content, place.get().place(), origin, value),
                place.get(),
                trusted || place.get().isOld());
    }

    private static boolean namesRecorder(SpecificRecord content) {
        return (content instanceof Event event ? event.getRecordedBy() : ((Artifact) content).getRecordedBy()) != null;
    }

    private boolean isAttested(LogRecord record, byte[] value) {
        return record.attestation()
                .filter(header -> criteria.seal().attests(header, record.key(), value))
                .isPresent();
    }

    private static Optional<Origin> origin(LogRecord record, byte[] value, Seal seal) {
        return record.origin().flatMap(header -> seal.origin(header, record.key(), value));
    }

    private static List<Problem> problems(SpecificRecord content) {
        return content instanceof Event event
                ? Contract.EVENT.problems(event)
                : Contract.ARTIFACT.problems((Artifact) content);
    }
}
