package io.runledger.bundle.validate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.export.Lines;
import io.runledger.bundle.run.RecordSchema;
import io.runledger.bundle.run.RunBundle;
import io.runledger.bundle.run.RunEvents;
import io.runledger.bundle.run.RunSource;
import io.runledger.bundle.run.ToldEvents;
import io.runledger.schemas.contract.Contract;
import io.runledger.schemas.log.Position;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** A run with an event of each kind that a bundle tells of, to be changed before its bundle is made. */
public final class SampleRun implements RunSource {
    static final String RUN = "r1";

    final Map<ExportFile, List<ObjectNode>> records = new EnumMap<>(ExportFile.class);
    private long sequence = 1;

    public SampleRun() {
        Sample sample = new Sample();
        for (ExportFile file : ExportFile.values()) {
            records.put(
                    file,
                    new ArrayList<>(sample.lines(file).stream()
                            .filter(record -> record.path("run_id").asText().equals(RUN))
                            .toList()));
        }
        records.put(ExportFile.EVENTS, new ArrayList<>());
        event("run.started", """
                {"name": "nightly", "tenant": "acme", "user": "ana", "request_id": "q1", "parent_run_id": "r0",
                 "config": {"model": {"name": "m", "temperature": 0.5}, "steps": [1, 2]},
                 "config_uri": "s3://bucket/config.json", "config_digest": "sha256:00",
                 "versions": {"tool": "1.8.2", "git_commit": "abc"}}""");
        event("evidence.retrieved", """
                {"source": "wiki", "query": "q", "items": [{"id": "d1", "score": 0.9}]}""");
        event("tool.called", """
                {"name": "search", "arguments": {"q": "x", "limit": 3}, "result_summary": "3 hits",
                 "status": "ok", "duration_ms": 12.5, "policy_verdict": "allowed", "policy_reason": "listed"}""");
        event("tool.called", "{\"name\": \"delete\", \"policy_verdict\": \"denied\"}");
        event("eval.scored", "{\"name\": \"accuracy\", \"score\": 0.75, \"max\": 1, \"passed\": true}");
        event("eval.gated", "{\"gate\": \"release\", \"verdict\": \"pass\", \"thresholds\": {\"accuracy\": 0.7}}");
        event("run.finished", """
                {"status": "failed", "error": {"type": "Timeout", "message": "too slow"}, "result": [1],
                 "metrics": {"rows": 3}}""");
    }

    /** Appends an event a second behind the last one. */
    public ObjectNode event(String type, String payload) {
        sequence++;
        ObjectNode event = Sample.event("e" + sequence, RUN, payload, sequence);
        event.put("event_type", type).put("occurred_at", "2026-11-21T10:00:%02d.250001Z".formatted(sequence));
        records(ExportFile.EVENTS).add(event);
        return event;
    }

    public List<ObjectNode> records(ExportFile file) {
        return records.getOrDefault(file, List.of());
    }

    public ObjectNode record(ExportFile file, int index) {
        return records(file).get(index);
    }

    public byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            RunBundle.write(this, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public RunEvents events() {
        ToldEvents events = new ToldEvents(RUN);
        records(ExportFile.EVENTS).forEach(events::add);
        return events.told();
    }

    @Override
    public Position position() {
        return new Position(3, sequence);
    }

    @Override
    public void write(ExportFile file, Lines lines) throws IOException {
        for (ObjectNode record : records(file)) {
            lines.add(Sample.JSON.writeValueAsBytes(record));
        }
    }

    @Override
    public void write(String eventType, Lines lines) throws IOException {
        for (ObjectNode event : records(ExportFile.EVENTS)) {
            if (event.path("event_type").asText().equals(eventType)) {
                lines.add(Sample.JSON.writeValueAsBytes(event));
            }
        }
    }

    @Override
    public SortedSet<RecordSchema> schemas() {
        SortedSet<RecordSchema> schemas = new TreeSet<>();
        for (Contract<?> contract : Contract.all()) {
            schemas.add(RecordSchema.of(contract.schema()));
        }
        return schemas;
    }
}
