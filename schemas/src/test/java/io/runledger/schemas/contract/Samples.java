package io.runledger.schemas.contract;

import io.runledger.v1.Artifact;
import io.runledger.v1.Event;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;

/** Records that keep their contracts, with every field that a producer can set. */
public final class Samples {
    public static final String EVENT = """
            {"contract_version": "v1", "event_id": "e-1", "event_type": "run.started", "run_id": "run-7",
             "task_id": "a task/with a slash", "producer": "tests", "actor": "ana", "subject_kind": "task",
             "subject_id": "s", "occurred_at": "2026-11-21T10:00:00.000001Z", "payload": {"b": [1, 2.50], "a": "é"},
             "correlation_id": "c", "causation_id": "e-0"}""";

    public static final String ARTIFACT = """
            {"contract_version": "v1", "artifact_id": "a-1", "artifact_type": "report", "title": "A report",
             "summary": "Two\\nlines", "status": "needs-review", "storage_provider": "external-url",
             "location": "https://example.org/r", "filename": "r.pdf", "content_type": "application/pdf",
             "checksum": {"algorithm": "sha256", "value": "00ff"}, "size_bytes": 9007199254740993,
             "data_class": "public", "run_id": "run-7", "task_id": "t", "bundle_id": "b", "assistant_job_id": "j",
             "file_id": "f", "source_type": "manual-link", "created_by": "ana", "tags": ["x", "y"],
             "metadata": {"pages": 3}, "supersedes": "a-0",
             "derived_from": {"run_id": "run-6", "artifact_id": "a-9"}}""";

    private Samples() {}

    public static Event event() {
        return read(Contract.EVENT, EVENT);
    }

    public static Artifact artifact() {
        return read(Contract.ARTIFACT, ARTIFACT);
    }

    private static <T extends SpecificRecord> T read(Contract<T> contract, String json) {
        try {
            return Reading.of(contract, json);
        } catch (IOException | ContractViolationException e) {
            throw new IllegalStateException(e);
        }
    }
}
