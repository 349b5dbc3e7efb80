package io.runledger.endtoend.review;

import io.runledger.endtoend.ledger.ChildProcess;
import io.runledger.endtoend.ledger.TestJvm;
import io.runledger.endtoend.ledger.TestLedger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The guard as it is deployed: a process of its own, which can be killed. Its store outlives it. */
final class GuardProcess {
    /** As short as a broker takes it: a killed guard that does not come back is missed only then. */
    private static final Map<String, String> SESSION =
            Map.of("KAFKA_SESSION_TIMEOUT_MS", "6000", "KAFKA_HEARTBEAT_INTERVAL_MS", "1000");

    private GuardProcess() {}

    /**
     * Starts it, and does not wait until it reads.
     *
     * @param instance its node's name: under the same one it continues at once after a kill
     */
    static ChildProcess start(TestLedger ledger, Path state, String instance) throws Exception {
        List<String> command = TestJvm.command("-Xmx256m");
        command.add("io.runledger.streams.guard.Guard");
        return ChildProcess.start(command, environment(ledger, state, instance));
    }

    /** The settings of a guard before a ledger. */
    static Map<String, String> environment(TestLedger ledger, Path state, String instance) {
        Map<String, String> environment = new HashMap<>(SESSION);
        environment.put("RUNLEDGER_GUARD_KEY", TestLedger.GUARD_KEY);
        environment.put("RUNLEDGER_KAFKA_BOOTSTRAP", ledger.bootstrapServers());
        environment.put("RUNLEDGER_REGISTRY_URL", ledger.registryUrl());
        environment.put("RUNLEDGER_GUARD_STATE_DIR", state.toString());
        environment.put("RUNLEDGER_INSTANCE_ID", instance);
        environment.put("RUNLEDGER_GUARD_PORT", "0");
        return environment;
    }
}
