package io.runledger.standalone.demo;

import io.runledger.standalone.demo.TestCase.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One test class of a module, as its report tells of it. */
record TestSuite(String module, String name, Instant started, Duration took, List<TestCase> cases) {
    TestSuite {
        cases = List.copyOf(cases);
    }

    Instant finished() {
        return started.plus(took);
    }

    long count(Outcome outcome) {
        return cases.stream().filter(test -> test.outcome() == outcome).count();
    }
}
