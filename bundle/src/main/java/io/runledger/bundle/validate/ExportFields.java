package io.runledger.bundle.validate;

import static io.runledger.bundle.record.Field.optional;
import static io.runledger.bundle.record.Field.required;

import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.record.Field;
import io.runledger.bundle.record.Field.Kind;
import io.runledger.bundle.record.RegisteredArtifact;
import io.runledger.core.review.ArtifactStatus;
import io.runledger.schemas.contract.Contract;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** The fields of exported records: those of the contracts, which {@link ContractRule} looks into, and what the ledger adds. */
final class ExportFields {
    private static final List<Field> PLACE = List.of(
            required("partition", Kind.COUNT),
            required("sequence", Kind.COUNT),
            required("created_at", Kind.TIME),
            required("position", Kind.POSITION),
            required("redactions", Kind.TEXTS),
            optional("content_kept", Kind.TEXTS),
            optional("filled_in", Kind.TEXTS),
            optional("recorded_by", Kind.NAME));

    private static final Set<String> STATUSES = Arrays.stream(ArtifactStatus.values())
            .map(ArtifactStatus::word)
            .collect(Collectors.toCollection(LinkedHashSet::new));

    private static final Set<String> TASK_STATES = new LinkedHashSet<>(List.of("undeclared", "open", "completed"));

    private ExportFields() {}

    static List<Field> of(ExportFile file) {
        return switch (file) {
            case EVENTS ->
                joined(
                        contract(Contract.EVENT),
                        PLACE,
                        List.of(required("payload_digest", Kind.DIGEST), optional("payload_text", Kind.TEXT)));
            case ARTIFACTS ->
                joined(
                        contract(Contract.ARTIFACT),
                        PLACE,
                        List.of(
                                Field.word("status", STATUSES),
                                required("revision", Kind.COUNT),
                                optional("reviewed_by", Kind.NAME),
                                optional("reviewed_at", Kind.TIME),
                                optional("superseded_by", Kind.NAME),
                                optional("updated_at", Kind.TIME),
                                optional(RegisteredArtifact.FIELD, Kind.OBJECT),
                                optional("outside", Kind.TEXTS)));
            case FILES ->
                List.of(
                        required("file_id", Kind.NAME),
                        required("run_id", Kind.NAME),
                        optional("task_id", Kind.NAME),
                        optional("filename", Kind.NAME),
                        required("storage_uri", Kind.TEXT),
                        optional("content_type", Kind.NAME),
                        optional("size_bytes", Kind.COUNT),
                        optional("checksum", Kind.OBJECT),
                        required("event_id", Kind.NAME),
                        required("created_at", Kind.TIME));
            case TASKS ->
                List.of(
                        required("task_id", Kind.NAME),
                        required("run_id", Kind.NAME),
                        required("event_count", Kind.COUNT),
                        required("artifact_count", Kind.COUNT),
                        required("declared", Kind.FLAG),
                        Field.word("state", TASK_STATES),
                        optional("revision", Kind.COUNT),
                        optional("title", Kind.TEXT),
                        optional("bundle_id", Kind.NAME),
                        optional("proof_requirement", Kind.OBJECT),
                        optional("proof", Kind.OBJECT),
                        optional("completed_by", Kind.NAME),
                        optional("completed_at", Kind.TIME));
        };
    }

    /** A ledger writes every field that is not null, also where a producer may leave it out. */
    private static List<Field> contract(Contract<?> contract) {
        return contract.schema().getFields().stream()
                .filter(field -> !isOfLedger(field))
                .map(field -> new Field(field.name(), !field.schema().isNullable(), Kind.ANY, Set.of()))
                .toList();
    }

    static boolean isOfLedger(Schema.Field field) {
        return Boolean.TRUE.equals(field.getObjectProp("ledger"));
    }

    private static List<Field> joined(List<Field> contract, List<Field> place, List<Field> more) {
        return Stream.of(contract, place, more).flatMap(List::stream).toList();
    }
}
