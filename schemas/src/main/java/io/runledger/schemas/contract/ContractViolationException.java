package io.runledger.schemas.contract;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A record does not keep its contract. Carries every problem that was found, not only the first. */
public final class ContractViolationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final transient @Nullable SpecificRecord read;

    public ContractViolationException(List<Problem> problems) {
        this(problems, null);
    }

    /** @param read what could be read, right or wrong, with null for the rest; null if nothing could */
    ContractViolationException(List<Problem> problems, @Nullable SpecificRecord read) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
        this.read = read;
    }

    /** The record as far as it was read, for who has more to say of it; it must not go any further. */
    public @Nullable SpecificRecord read() {
        return read;
    }

    public List<Problem> problems() {
        return problems;
    }
}
