package io.runledger.streams.views.apply;

import io.runledger.core.redaction.Redaction;
import io.runledger.core.review.ArtifactRequest;
import io.runledger.core.review.ArtifactState;
import io.runledger.core.review.ArtifactStatus;
import io.runledger.core.review.Decision;
import io.runledger.core.review.RequestType;
import io.runledger.core.review.ReviewJson;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.log.Attestation;
import io.runledger.schemas.log.Erasure;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.log.SealedPlace;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.seal.SealMark;
import io.runledger.schemas.wire.RecordSerializer;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.streams.views.log.Criteria;
import io.runledger.streams.views.log.LogFacts;
import io.runledger.streams.views.log.LogRecord;
import io.runledger.streams.views.read.LastWord;
import io.runledger.streams.views.store.Place;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Makes records for tests, as they are on the log of a ledger with one partition. */
public final class Records {
    /** A registry in memory: ids count up from 1. */
    static final class MapRegistry implements SchemaRegistry {
        private final List<Schema> schemas = new ArrayList<>();

        @Override
        public synchronized int register(String subject, Schema schema) {
            if (!schemas.contains(schema)) {
                schemas.add(schema);
            }
            return schemas.indexOf(schema) + 1;
        }

        @Override
        public synchronized Optional<Schema> schema(int id) {
            return id >= 1 && id <= schemas.size() ? Optional.of(schemas.get(id - 1)) : Optional.empty();
        }
    }

    /** The ledger's own. */
    public static final Seal SEAL = new Seal("a guard key");

    /** A log that has whatever is asked for. */
    public static final LogFacts LOG = new LogFacts() {
        @Override
        public Uuid id() {
            return Uuid.ONE_UUID;
        }

        @Override
        public boolean reaches(int partition, long offset) {
            return true;
        }
    };

    /** Of a log on which everything is sealed. */
    public static final Criteria CRITERIA =
            new Criteria(SEAL, Redaction.builtIn(), SealMark.ofNew(Uuid.ONE_UUID, Short.MAX_VALUE));

    public final MapRegistry registry = new MapRegistry();
    private final RecordSerializer serializer = new RecordSerializer(registry);

    public static Event event(String run, String id, String type, @Nullable String task, String payload) {
        return Event.newBuilder()
                .setEventId(id)
                .setEventType(type)
                .setRunId(run)
                .setTaskId(task)
                .setProducer("tests")
                .setOccurredAt(Instant.parse("2026-11-21T10:00:00Z"))
                .setPayload(payload)
                .setPayloadDigest(PayloadDigest.of(payload))
                .build();
    }

    /** The same event, sent without a time: the door filled one in. */
    static Event withoutTime(Event event, long second) {
        return Event.newBuilder(event)
                .setOccurredAt(event.getOccurredAt().plusSeconds(second))
                .setFilledIn(List.of("occurred_at"))
                .build();
    }

    public static Artifact artifact(String run, String id, @Nullable String task) {
        return Artifact.newBuilder()
                .setArtifactId(id)
                .setArtifactType("report")
                .setTitle("A report")
                .setStorageProvider("external-url")
                .setLocation("https://example.org/report")
                .setDataClass("public")
                .setRunId(run)
                .setTaskId(task)
                .setSourceType("manual-link")
                .setCreatedBy("tests")
                .build();
    }

    /** The event that asks for a review of an artifact. */
    public static Event request(String run, String id, String artifact) {
        return Event.newBuilder(event(run, id, ArtifactRequest.REVIEW.eventType(), null, "{}"))
                .setSubjectKind(RequestType.Subject.ARTIFACT.word())
                .setSubjectId(artifact)
                .build();
    }

    /** The grant of a request: that the artifact has this status and task from this revision on. */
    public static Event grant(Event request, long revision, ArtifactStatus status, @Nullable String task, Seal seal) {
        ArtifactState state = new ArtifactState(
                status,
                revision,
                task,
                null,
                "reviewer",
                "2026-11-21T10:00:00Z",
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        return new Decision(
                        request.getEventId(),
                        ArtifactRequest.REVIEW,
                        null,
                        ArtifactStatus.DRAFT.word(),
                        ReviewJson.tree(state),
                        null)
                .event(request, Instant.parse("2026-11-21T10:00:00Z"), seal);
    }

    public byte[] wire(SpecificRecord record) {
        byte[] wire = serializer.serialize("runledger.log", record);
        if (wire == null) {
            throw new IllegalArgumentException("no record");
        }
        return wire;
    }

    public static byte[] key(SpecificRecord record) {
        return RecordKey.of(record).bytes();
    }

    /** At {@code offset}, appended that many milliseconds after 1970. */
    public LogRecord at(long offset, SpecificRecord record) {
        return new LogRecord(0, offset, offset, key(record), wire(record), new RecordHeaders());
    }

    /** The same event, recorded by somebody whom a gateway knew. */
    static Event recordedBy(String principal, Event event) {
        return Event.newBuilder(event).setRecordedBy(principal).build();
    }

    /** As a gateway with a key appends it. */
    LogRecord attested(long offset, SpecificRecord record, Seal seal) {
        LogRecord attested = at(offset, record);
        attested.headers().add(Attestation.HEADER, seal.attestation(attested.key(), wire(record)));
        return attested;
    }

    public static LogRecord at(long offset, byte[] key, byte @Nullable [] value) {
        return new LogRecord(0, offset, offset, key, value, new RecordHeaders());
    }

    /** The same, imported from {@code origin}, with a seal of this key. */
    LogRecord imported(long offset, SpecificRecord record, Origin origin, Seal seal) {
        LogRecord imported = at(offset, record);
        imported.headers().add(Origin.HEADER, seal.header(origin, imported.key(), wire(record)));
        return imported;
    }

    /** The event that erases a record. */
    public static Event erasure(RecordKey target) {
        Event event = event(target.runId(), Erasure.eventId(target), Erasure.EVENT_TYPE, null, "{}");
        return Event.newBuilder(event)
                .setSubjectKind(target.kind().word())
                .setSubjectId(target.id())
                .build();
    }

    static LogRecord lastWord(int partition, long offset, RecordKey key, LastWord word) {
        RecordHeaders headers = new RecordHeaders();
        word.addHeaders(key, partition, CRITERIA, headers);
        return new LogRecord(partition, offset, offset, key.bytes(), word.value(), headers);
    }

    private static SealedPlace sealed(Place place) {
        return new SealedPlace(Uuid.ONE_UUID, 0, place.sequence(), place.createdAt());
    }

    /** The same record at another offset, as a healing copy of what is stored at {@code place}. */
    static LogRecord healing(long offset, LogRecord record, Place place) {
        RecordHeaders headers = new RecordHeaders();
        byte[] value = Objects.requireNonNull(record.value());
        headers.add(SealedPlace.HEADER, SEAL.header(sealed(place), record.key(), value));
        return new LogRecord(0, offset, offset, record.key(), record.value(), headers);
    }
}
