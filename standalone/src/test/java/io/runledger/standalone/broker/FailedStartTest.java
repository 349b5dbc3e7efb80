package io.runledger.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class FailedStartTest {
    private static final Logger KAFKA = LoggerFactory.getLogger("kafka.server.BrokerServer");

    @Test
    void hearsTheReasonFromTheThreadThatStarts() throws Exception {
        try (FailedStart failed = FailedStart.listen("starts")) {
            log("starts", new IllegalStateException("the disk is full"));

            assertThat(failed.known()).contains("the disk is full");
        }
    }

    @Test
    void doesNotTakeTheEndOfAnotherBrokerForItsOwn() throws Exception {
        try (FailedStart failed = FailedStart.listen("starts")) {
            log("fails", new IllegalStateException("the disk is full"));

            assertThat(failed.known()).isEmpty();
        }
    }

    private static void log(String name, Exception thrown) throws InterruptedException {
        Thread thread = new Thread(() -> KAFKA.error("Fatal error during broker shutdown.", thrown), name);
        thread.start();
        thread.join();
    }
}
