package io.runledger.bundle.validate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.Export;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.export.Selection;
import io.runledger.schemas.contract.CanonicalJson;
import io.runledger.schemas.contract.PayloadDigest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A small export in which every kind of record and relation stands, to be changed before it is written. */
final class Sample {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final String ARTIFACT = """
            {"contract_version": "v1", "artifact_id": "%s", "artifact_type": "report", "title": "A report",
             "status": "%s", "storage_provider": "s3", "location": "s3://bucket/key", "data_class": "internal",
             "checksum": {"algorithm": "sha256", "value": "00ff"}, "size_bytes": 3, "run_id": "%s", "task_id": "t1",
             "source_type": "import", "created_by": "ana", "tags": ["x"], "metadata": {"pages": 3}, "redactions": [],
             "assistant_job_id": "elsewhere", "derived_from": {"run_id": "another", "artifact_id": "a9"},
             "partition": 3, "sequence": %d, "created_at": "2026-11-21T10:00:00.000Z", "position": "3:%4$d",
             "revision": %d}""";
    private static final String EVENT = """
            {"contract_version": "v1", "event_id": "%s", "event_type": "run.started", "run_id": "%s", "task_id": "t1",
             "producer": "tests", "occurred_at": "2026-11-21T10:00:00.000001Z", "payload": %s, "redactions": [],
             "partition": 3, "sequence": %d, "created_at": "2026-11-21T10:00:00.000Z", "position": "3:%4$d"}""";
    private static final String FILE = """
            {"file_id": "%s", "run_id": "%s", "task_id": "t1", "filename": "r.pdf", "storage_uri": "s3://bucket/r.pdf",
             "content_type": "application/pdf", "size_bytes": 3, "event_id": "e2",
             "created_at": "2026-11-21T10:00:00.000Z"}""";
    private static final String TASK = """
            {"task_id": "%s", "run_id": "%s", "event_count": 3, "artifact_count": 2, "declared": true,
             "state": "completed", "revision": 2, "title": "A task", "bundle_id": "b",
             "proof_requirement": {"type": "artifact"}, "proof": {"url": "https://example.org/proof"},
             "completed_by": "ana", "completed_at": "2026-11-21T10:00:00.000Z"}""";
    private static final String UNDECLARED = """
            {"task_id": "%s", "run_id": "%s", "event_count": 1, "artifact_count": 0, "declared": false,
             "state": "undeclared"}""";

    final Map<ExportFile, List<ObjectNode>> records = new EnumMap<>(ExportFile.class);
    final SortedMap<Integer, Long> positions = new TreeMap<>(Map.of(3, 20L));

    Sample() {
        ObjectNode old = object(ARTIFACT.formatted("a1", "superseded", "r1", 0, 4));
        old.put("superseded_by", "a2").put("reviewed_by", "eva").put("reviewed_at", "2026-11-21T10:00:00Z");
        old.put("updated_at", "2026-11-21T10:00:00.000Z");
        old.putObject("registered").put("status", "needs-review").putNull("task_id");
        ObjectNode next = object(ARTIFACT.formatted("a2", "draft", "r1", 1, 1));
        next.put("supersedes", "a1").put("file_id", "f1");
        ObjectNode gone = object(ARTIFACT.formatted("a1", "draft", "r2", 9, 1));
        gone.put("supersedes", "a0").putArray("outside").add("/supersedes");
        put(ExportFile.ARTIFACTS, old, next, gone);
        put(ExportFile.FILES, object(FILE.formatted("f1", "r1")), object(FILE.formatted("f1", "r2")));
        put(
                ExportFile.TASKS,
                object(TASK.formatted("t1", "r1")),
                object(UNDECLARED.formatted("t2", "r1")),
                object(TASK.formatted("t1", "r2")));
        put(
                ExportFile.EVENTS,
                event("e1", "r1", "{\"b\": [1, 2.5], \"a\": \"é\"}", 2),
                event("e2", "r1", "null", 3),
                event("e1", "r2", "\"text\"", 10));
    }

    private void put(ExportFile file, ObjectNode... lines) {
        records.put(file, new ArrayList<>(List.of(lines)));
    }

    ObjectNode record(ExportFile file, int index) {
        return lines(file).get(index);
    }

    List<ObjectNode> lines(ExportFile file) {
        return records.getOrDefault(file, List.of());
    }

    byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Export export = new Export(bytes);
            for (ExportFile file : ExportFile.values()) {
                export.write(file, lines -> {
                    for (ObjectNode line : lines(file)) {
                        lines.add(JSON.writeValueAsBytes(line));
                    }
                });
            }
            export.finish(Selection.EVERYTHING, positions, new TreeMap<>());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static ObjectNode event(String id, String run, String payload, long sequence) {
        ObjectNode event = object(EVENT.formatted(id, run, payload, sequence));
        return event.put("payload_digest", digest(canonical(event.get("payload"))));
    }

    static String canonical(JsonNode json) {
        try (JsonParser parser = json.traverse()) {
            parser.nextToken();
            return CanonicalJson.read(parser, new ArrayList<>());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String digest(String payload) {
        return HexFormat.of().formatHex(PayloadDigest.of(payload).bytes());
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
