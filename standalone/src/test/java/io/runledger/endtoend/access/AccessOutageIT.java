package io.runledger.endtoend.access;

import static org.awaitility.Awaitility.await;

import io.runledger.core.access.Role;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.TestLedger;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** While the topic of keys cannot be read, those that were read are used for a while, and nobody is let in after that. */
final class AccessOutageIT {
    @Test
    void deniesEverybodyWhenItsKeysAreTooOld() throws Exception {
        try (TestLedger ledger =
                TestLedger.ephemeral(Map.of("RUNLEDGER_ACCESS", "required", "RUNLEDGER_ACCESS_STALE", "4s"))) {
            LedgerApi api = ledger.api()
                    .with(TestKeys.create(ledger.keys(), "reader", Role.READER)
                            .key()
                            .text());
            api.get("/openapi.json").expect(200);

            ledger.stopBroker();

            api.get("/openapi.json").expect(200);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> api.get("/openapi.json").status() == 503);
            ledger.api().get("/health").expect(200);

            ledger.startBrokerAgain();

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> api.get("/openapi.json").status() == 200);
        }
    }
}
