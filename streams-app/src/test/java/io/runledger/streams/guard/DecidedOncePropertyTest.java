package io.runledger.streams.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.schemas.log.RecordKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Any requests, retries, forgeries, imports and erasures, and a guard that is cut anywhere, with its offsets kept or lost and
 * what it knows kept or lost: each request has one decision on the log, with the bytes that a guard would write that was never
 * cut, and gets it again only when it is sent again.
 */
final class DecidedOncePropertyTest {
    /** What happens next; the kinds in the order of {@link #take}, by how often each comes. */
    record Step(int kind, int number, int much, boolean isLost, boolean isTableLost) {}

    private static final int KINDS = 25;

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, KINDS - 1),
                        Arbitraries.integers().between(0, GuardedLog.REQUESTS - 1),
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(80);
    }

    @Property(tries = 500)
    void noDecisionIsSaidTwice(@ForAll("steps") List<Step> steps) {
        GuardedLog log = new GuardedLog();

        steps.forEach(step -> take(step, log));
        log.settle();

        log.published().forEach((request, published) -> {
            assertThat(published)
                    .as(request + " in the order of the log, R a request and D its decision")
                    .doesNotContain("DD");
            if (!log.isErased(request)) {
                assertThat(published).as(request + " is answered").endsWith("D");
            }
        });
        Map<String, String> decisions = log.decisions();
        if (!log.isAnyErased()) {
            assertThat(decisions).isEqualTo(log.decisionsOfOneThatWasNeverCut());
        }
    }

    @Example
    void aLogThatWasRestoredGetsWhatItLacks() {
        GuardedLog log = new GuardedLog();
        log.ask(0);
        log.ask(4);
        log.read(2);
        log.commit();
        log.cut(0, true, false);
        log.settle();
        log.commit();

        log.restore(3);
        log.settle();

        assertThat(log.published().values()).containsExactly("RD", "RD");
    }

    @Example
    void whatIsSentAgainBeforeItsDecisionWasReadIsAnsweredByIt() {
        GuardedLog log = new GuardedLog();

        log.ask(0);
        log.ask(0);
        log.settle();
        log.ask(0);
        log.settle();

        assertThat(log.published().values()).containsExactly("RRDRD");
    }

    @Example
    void whatWasErasedIsNotSaidAgain() {
        GuardedLog log = new GuardedLog();
        log.ask(4);
        log.settle();
        log.erase(log.decisionOn(GuardedLog.request(4)));
        log.settle();
        log.commit();
        log.compact();

        log.cut(0, true, true);
        log.settle();

        assertThat(log.published().values()).containsExactly("RD");
    }

    private static void take(Step step, GuardedLog log) {
        int few = step.much % 4;
        switch (step.kind) {
            case 0, 1, 2, 3, 4 -> log.ask(step.number);
            case 5 -> log.register(step.number);
            case 6, 7, 8, 9 -> log.read(few + 1);
            case 10, 11, 12 -> log.send(few);
            case 13, 14 -> log.commit();
            case 15, 16, 17, 18 -> log.cut(step.much, step.isLost, step.isTableLost);
            case 19 -> log.forge(step.number);
            case 20 -> log.spoil(step.number);
            case 21 -> log.carry(step.number);
            case 22, 23 -> log.compact();
            default -> erase(step, log);
        }
    }

    private static void erase(Step step, GuardedLog log) {
        RecordKey request = GuardedLog.request(step.number);
        Optional.of(step.isLost ? log.decisionOn(request) : request)
                .filter(log::has)
                .ifPresent(log::erase);
    }
}
