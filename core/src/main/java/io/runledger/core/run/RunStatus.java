package io.runledger.core.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a run goes, or an attempt at it. */
public enum RunStatus {
    /** Begun and not ended, as far as anybody told. */
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** Nobody told that it began, or the end does not say how it was. */
    UNKNOWN,
    /** Running, but nothing was heard of it for long. Only shown, never written: it follows from the time of looking. */
    STALLED;

    /** What {@code run.finished} may say. */
    private static final List<RunStatus> ENDS = List.of(SUCCEEDED, FAILED, CANCELLED);

    /** What follows from the events alone, so that whoever reads them says the same at any time. */
    public static final List<RunStatus> TOLD = List.of(SUCCEEDED, FAILED, CANCELLED, RUNNING, UNKNOWN);

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All words there are, by name. */
    public static List<String> words() {
        return Arrays.stream(values()).map(RunStatus::word).sorted().toList();
    }

    /**
     * The status of an attempt. Its end wins over its start.
     *
     * @param said what its end says, whatever that is; empty if it has none
     */
    public static RunStatus of(Attempt<?> attempt, Optional<String> said) {
        if (attempt.finished().isEmpty()) {
            return attempt.started().isPresent() ? RUNNING : UNKNOWN;
        }
        return ENDS.stream()
                .filter(end -> said.equals(Optional.of(end.word())))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
