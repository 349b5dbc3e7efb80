package io.runledger.streams.guard;

import io.runledger.core.review.ArtifactRequest;
import io.runledger.core.review.ArtifactState;
import io.runledger.core.review.ArtifactStatus;
import io.runledger.core.review.Decision;
import io.runledger.core.review.ReviewJson;
import io.runledger.schemas.contract.PayloadDigest;
import io.runledger.schemas.log.Erasure;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.Position;
import io.runledger.schemas.log.RecordKey;
import io.runledger.schemas.seal.Seal;
import io.runledger.schemas.wire.RecordReader;
import io.runledger.schemas.wire.RecordSerializer;
import io.runledger.schemas.wire.SchemaRegistry;
import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Records of one run, as they stand on a log of one partition, with a registry in memory whose ids count up from 1. */
final class GuardRecords implements SchemaRegistry {
    static final String RUN = "r";

    private final List<Schema> schemas = new ArrayList<>();
    private final RecordSerializer serializer = new RecordSerializer(this);

    @Override
    public int register(String subject, Schema schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    @Override
    public Optional<Schema> schema(int id) {
        return id >= 1 && id <= schemas.size() ? Optional.of(schemas.get(id - 1)) : Optional.empty();
    }

    ConsumerRecord<byte[], byte[]> record(SpecificRecord record, long offset) {
        return record(RecordKey.of(record).bytes(), serializer.serialize("", record), offset);
    }

    static ConsumerRecord<byte[], byte[]> record(byte[] key, byte @Nullable [] value, long offset) {
        return new ConsumerRecord<>("log", 0, offset, key, value);
    }

    /** Imported into the ledger with this seal. */
    ConsumerRecord<byte[], byte[]> carried(SpecificRecord record, Seal seal, long offset) {
        ConsumerRecord<byte[], byte[]> carried = record(record, offset);
        Origin origin = new Origin(new Position(5, 100 + offset), 1_000);
        carried.headers().add(Origin.HEADER, seal.header(origin, carried.key(), carried.value()));
        return carried;
    }

    /** What a guard with this seal says of a request for a review. */
    static Event approval(Event request, long revision, Seal seal) {
        ArtifactState state = new ArtifactState(
                ArtifactStatus.APPROVED,
                revision,
                "s1",
                null,
                "eva",
                "2026-11-21T10:00:00Z",
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        return new Decision(request.getEventId(), ArtifactRequest.REVIEW, null, "draft", ReviewJson.tree(state), null)
                .event(request, Instant.parse("2026-11-21T10:00:00Z"), seal);
    }

    static Event event(
            String id,
            String type,
            @Nullable String kind,
            @Nullable String subject,
            @Nullable String task,
            String payload) {
        return Event.newBuilder()
                .setEventId(id)
                .setEventType(type)
                .setRunId(RUN)
                .setTaskId(task)
                .setProducer("tests")
                .setActor("ada")
                .setSubjectKind(kind)
                .setSubjectId(subject)
                .setOccurredAt(Instant.parse("2026-11-21T10:00:00Z"))
                .setPayload(payload)
                .setPayloadDigest(PayloadDigest.of(payload))
                .build();
    }

    static Event erasure(RecordKey target) {
        return event(Erasure.eventId(target), Erasure.EVENT_TYPE, target.kind().word(), target.id(), null, "{}");
    }

    static Artifact.Builder artifact(String id) {
        return Artifact.newBuilder()
                .setArtifactId(id)
                .setArtifactType("report")
                .setTitle("A report")
                .setStorageProvider("external-url")
                .setLocation("https://example.org/report")
                .setDataClass("public")
                .setRunId(RUN)
                .setSourceType("manual-link")
                .setCreatedBy("tests");
    }

    SpecificRecord read(byte[] value) {
        try {
            return new RecordReader(this).read(value);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** What compaction leaves. */
    static List<ConsumerRecord<byte[], byte[]>> compacted(List<ConsumerRecord<byte[], byte[]>> log) {
        Map<String, ConsumerRecord<byte[], byte[]>> newest = new HashMap<>();
        log.forEach(record -> newest.put(new String(record.key(), StandardCharsets.UTF_8), record));
        return log.stream().filter(newest::containsValue).toList();
    }
}
