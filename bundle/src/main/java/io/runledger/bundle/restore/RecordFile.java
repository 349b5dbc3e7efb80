package io.runledger.bundle.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.bundle.archive.Limits;
import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.record.Json;
import io.runledger.bundle.record.RecordLine;
import io.runledger.core.lines.BoundedLines;
import io.runledger.schemas.contract.ContractViolationException;
import io.runledger.schemas.contract.Timestamps;
import io.runledger.schemas.log.Origin;
import io.runledger.schemas.log.Position;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The records of one file, one after the other. For one thread. */
final class RecordFile implements Closeable {
    private final InputStream in;
    private final String name;
    private final ExportFile file;
    private final BoundedLines lines;
    private Optional<ArchivedRecord> head = Optional.empty();
    private long number;

    RecordFile(InputStream in, String name, ExportFile file, Limits limits) throws IOException {
        this.in = in;
        this.name = name;
        this.file = file;
        this.lines = new BoundedLines(in, limits.lineBytes());
        advance();
    }

    /** The record at hand; empty after the last. */
    Optional<ArchivedRecord> head() {
        return head;
    }

    void advance() throws IOException {
        BoundedLines.Next next = lines.next();
        number++;
        head = next == BoundedLines.Next.END ? Optional.empty() : Optional.of(read(next));
    }

    private ArchivedRecord read(BoundedLines.Next next) throws IOException {
        if (next != BoundedLines.Next.LINE
                || !(Json.read(Arrays.copyOf(lines.bytes(), lines.length())) instanceof ObjectNode line)) {
            throw invalid(null);
        }
        try {
            return new ArchivedRecord(
                    file == ExportFile.EVENTS ? RecordLine.event(line) : RecordLine.artifact(line), origin(line));
        } catch (ContractViolationException | DateTimeException e) {
            throw invalid(e);
        }
    }

    private Origin origin(ObjectNode line) throws IOException {
        Optional<Position> position = Position.parse(line.path("position").asText());
        if (position.isEmpty()) {
            throw invalid(null);
        }
        return new Origin(
                position.get(),
                Timestamps.parse(line.path("created_at").asText()).toEpochMilli());
    }

    private IOException invalid(@Nullable Exception cause) {
        return new IOException(name + ":" + number + " is not what was validated", cause);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
