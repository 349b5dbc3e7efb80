package io.runledger.schemas.contract;

import java.util.List;
import java.util.stream.Collectors;

/** A record does not keep its contract. Carries every problem that was found, not only the first. */
public final class ContractViolationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ContractViolationException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
