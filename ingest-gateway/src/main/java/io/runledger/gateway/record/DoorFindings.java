package io.runledger.gateway.record;

import io.runledger.core.redaction.Hit;
import io.runledger.core.storage.Breach;
import io.runledger.http.ProblemException;
import io.runledger.schemas.contract.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that is wrong with what somebody sent, told in one answer: who mends one thing should not be told of the next one
 * only then.
 *
 * @param problems what breaks the contract
 * @param breaches what breaks the storage policy
 * @param secrets what must not be stored
 */
public record DoorFindings(List<Problem> problems, List<Breach> breaches, List<Hit> secrets) {
    /** Throws 422 if anything was found; at most so many problems are listed. */
    public void refuse(int mostErrors) {
        List<Breach> others = breachesElsewhere();
        if (problems.isEmpty() && others.isEmpty() && secrets.isEmpty()) {
            return;
        }
        List<Problem> all = new ArrayList<>(problems);
        others.forEach(breach -> all.add(breach.problem()));
        secrets.forEach(hit -> all.add(new Problem(hit.pointer(), "holds a secret (rule " + hit.rule() + ")")));
        List<Problem> listed = all.subList(0, Math.min(all.size(), mostErrors));
        String more = listed.size() < all.size() ? ", these are the first" : "";
        ProblemException refusal = others.isEmpty() && problems.isEmpty()
                ? ProblemException.secret(
                        (all.size() == 1 ? "a secret is" : all.size() + " secrets are")
                                + " where none may; take them out and send it again",
                        listed)
                : ProblemException.violation(
                        (problems.isEmpty() && secrets.isEmpty() ? "the storage policy is violated: " : "")
                                + ProblemException.count(all.size())
                                + more,
                        listed);
        if (!others.isEmpty()) {
            refusal = refusal.with(
                    "reasons",
                    others.stream()
                            .limit(mostErrors)
                            .map(breach -> breach.reason().word())
                            .toList());
        }
        if (!secrets.isEmpty()) {
            refusal = refusal.with(
                    "rules",
                    secrets.stream().limit(mostErrors).map(Hit::rule).distinct().toList());
        }
        throw refusal;
    }

    /** A value that is not what its field takes need not be told to be no location, too. */
    private List<Breach> breachesElsewhere() {
        Set<String> told = new HashSet<>();
        problems.forEach(problem -> told.add(problem.pointer()));
        return breaches.stream()
                .filter(breach -> !told.contains(breach.problem().pointer()))
                .toList();
    }

    /** The same of a request, which is looked at for secrets when its event is made. */
    public static void refuse(List<Problem> problems, List<Breach> breaches) {
        new DoorFindings(problems, breaches, List.of()).refuse(RecordBody.MOST_ERRORS);
    }
}
