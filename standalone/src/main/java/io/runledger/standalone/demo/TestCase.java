package io.runledger.standalone.demo;

import java.time.Duration;

/**
 * One test of a report.
 *
 * @param message what a failed or skipped one says; empty if nothing
 */
record TestCase(String name, Duration took, Outcome outcome, String message) {
    enum Outcome {
        PASSED("test.passed"),
        FAILED("test.failed"),
        SKIPPED("test.skipped");

        private final String eventType;

        Outcome(String eventType) {
            this.eventType = eventType;
        }

        String eventType() {
            return eventType;
        }
    }
}
