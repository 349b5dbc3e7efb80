package io.runledger.endtoend.review;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.runledger.core.process.Started;
import io.runledger.core.settings.Settings;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.http.ServerRules;
import io.runledger.streams.guard.GuardServer;
import java.nio.file.Path;
import java.util.Map;

/** The guard in the test's own process, for where it is not killed: that saves the start of a JVM. */
final class GuardHere implements AutoCloseable {
    private final Started started;
    private final LedgerApi api;

    private GuardHere(Started started, LedgerApi api) {
        this.started = started;
        this.api = api;
    }

    /** Starts it as {@link GuardProcess#start} does, and does not wait until it reads. */
    static GuardHere start(TestLedger ledger, Path state, String instance) throws Exception {
        int port = TestLedger.freePort();
        Map<String, String> environment = GuardProcess.environment(ledger, state, instance);
        environment.put("RUNLEDGER_GUARD_PORT", String.valueOf(port));
        Settings settings = new Settings(environment);
        return Started.whole(started -> {
            GuardServer.listening(settings, ServerRules.from(settings), started);
            return new GuardHere(started, new LedgerApi("http://127.0.0.1:" + port));
        });
    }

    /** Fails if it has ended. */
    void assertRuns() {
        assertThatCode(() -> api.get("/health").expect(200)).doesNotThrowAnyException();
    }

    /** In order, so that it leaves its group. */
    @Override
    public void close() {
        started.close();
    }
}
