package io.runledger.bundle.run;

import io.runledger.bundle.export.ExportFile;
import io.runledger.bundle.export.Lines;
import io.runledger.schemas.log.Position;
import java.io.IOException;
import java.util.SortedSet;

/** A run as it was at one position, to be read several times. */
public interface RunSource {
    RunEvents events() throws IOException;

    /** Of the last of its records, events and artifacts. */
    Position position();

    /** Gives all of its records of one kind, as in an export. */
    void write(ExportFile file, Lines lines) throws IOException;

    /** Gives its events of one type, as in an export. */
    void write(String eventType, Lines lines) throws IOException;

    /** What the events and artifacts that were given were written with. */
    SortedSet<RecordSchema> schemas();
}
