package io.runledger.bundle.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an export says of itself. It holds no time of its making, so that the same records at the same positions are the same
 * bytes.
 *
 * @param selection what was asked for
 * @param positions the last offset of each partition that is in it; -1 before the first
 * @param files of the export, without the manifest itself
 */
public record Manifest(Selection selection, SortedMap<Integer, Long> positions, List<FileEntry> files) {
    public static final String FORMAT = "runledger-export";
    public static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    public Manifest {
        positions = new TreeMap<>(positions);
        files = List.copyOf(files);
    }

    byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            out.setPrettyPrinter(
                    new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines));
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("JSON in memory", e);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("format", FORMAT);
        out.writeNumberField("version", VERSION);
        out.writeObjectFieldStart("selection");
        if (selection.runId().isPresent()) {
            out.writeStringField("run_id", selection.runId().get());
        }
        if (selection.bundleId().isPresent()) {
            out.writeStringField("bundle_id", selection.bundleId().get());
        }
        if (selection.since().isPresent()) {
            out.writeStringField("since", selection.since().get().toString());
        }
        out.writeEndObject();
        out.writeObjectFieldStart("positions");
        for (Map.Entry<Integer, Long> position : positions.entrySet()) {
            out.writeNumberField(String.valueOf(position.getKey()), position.getValue());
        }
        out.writeEndObject();
        out.writeArrayFieldStart("files");
        for (FileEntry file : files) {
            out.writeStartObject();
            out.writeStringField("name", file.name());
            out.writeNumberField("records", file.records());
            out.writeNumberField("size_bytes", file.sizeBytes());
            out.writeStringField("sha256", file.sha256());
            out.writeStringField("blake3", file.blake3());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
