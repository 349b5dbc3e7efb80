package io.runledger.endtoend.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runledger.endtoend.ledger.ChildProcess;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.RandomRequests;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.endtoend.ledger.Verdicts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A guard that stands still for longer than its group waits, while another one decides in its place, and then goes on. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class PausedGuardIT {
    @RegisterExtension
    static final OwnLedger LEDGER = OwnLedger.undecided();

    private static final Logger LOG = LoggerFactory.getLogger(PausedGuardIT.class);
    private static final int IN_HAND = 1_500;
    private static final int MORE = 200;
    private static final Duration SOON = Duration.ofSeconds(90);

    private final TestLedger ledger;

    @TempDir
    private Path directory = Path.of("");

    PausedGuardIT(TestLedger ledger) {
        this.ledger = ledger;
    }

    @Test
    void itTakesNothingBackWhenItGoesOn() throws Exception {
        RandomRequests requests = new RandomRequests("paused", new Random(1));
        try (Verdicts verdicts = Verdicts.follow(ledger);
                Asking asking = new Asking(ledger, requests, new Random(2))) {
            asking.ask(IN_HAND, 0).get(120, TimeUnit.SECONDS);

            try (ChildProcess paused = start("guard-1")) {
                await().atMost(SOON).pollInterval(Duration.ofMillis(1)).until(() -> verdicts.count() > 0);
                paused.pause();
                try (ChildProcess other = start("guard-2")) {
                    verdicts.awaitDecided(asking.asked(), other::assertRuns);
                    asking.ask(MORE, 0).get(60, TimeUnit.SECONDS);
                    verdicts.awaitDecided(asking.asked(), other::assertRuns);
                    verdicts.awaitEnd();
                    long before = verdicts.copies();

                    paused.resume();
                    await().atMost(SOON).until(() -> GuardGroup.sharing(ledger) == 2);
                    verdicts.awaitEnd();
                    LOG.info("{} decisions came late", verdicts.copies() - before);
                    asking.ask(MORE, 0).get(60, TimeUnit.SECONDS);
                    verdicts.awaitDecided(asking.asked(), other::assertRuns);
                    paused.kill();
                    other.kill();
                }
            }
            verdicts.awaitEnd();
            verdicts.assertOneEach();

            Utils.delete(directory.toFile());
            try (GuardHere third = GuardHere.start(ledger, directory.resolve("guard-3"), "guard-3")) {
                asking.ask(MORE, 0).get(60, TimeUnit.SECONDS);
                verdicts.awaitDecided(asking.asked(), third::assertRuns);
            }
            verdicts.awaitEnd();
            verdicts.assertOneEach();
            assertThat(verdicts.count()).isEqualTo(asking.asked().size());
        }
    }

    private ChildProcess start(String instance) throws Exception {
        return GuardProcess.start(ledger, directory.resolve(instance), instance);
    }
}
