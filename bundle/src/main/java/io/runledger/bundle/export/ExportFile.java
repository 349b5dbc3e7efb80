package io.runledger.bundle.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The files of records of an export, in their order in it: one JSON object per line. */
public enum ExportFile {
    /** Artifacts as decisions left them, by run and sequence. */
    ARTIFACTS,
    /** File records, by run and the sequence of the event that registered them. */
    FILES,
    /** Every task that one of the other records names, by run and id. */
    TASKS,
    /** Events, by run and sequence. */
    EVENTS;

    /** What tells how much of each there is, and comes last. */
    public static final String MANIFEST = "manifest.json";

    private static final String SUFFIX = ".jsonl";

    /** Such as {@code artifacts.jsonl}. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT) + SUFFIX;
    }

    public static Optional<ExportFile> named(String fileName) {
        return Arrays.stream(values())
                .filter(file -> file.fileName().equals(fileName))
                .findFirst();
    }
}
