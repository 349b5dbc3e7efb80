package io.runledger.endtoend.api;

import io.runledger.endtoend.ledger.ChildProcess;
import io.runledger.endtoend.ledger.TestLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The cluster of docker-compose.yml, under a project name of its own. */
final class Compose {
    private static final String PROJECT = "runledger-test";
    private static final Duration LIMIT = Duration.ofMinutes(25);

    private final Path home;

    /** @param home the checkout */
    Compose(Path home) {
        this.home = home;
    }

    /** Runs a command of Docker Compose. Returns what it printed. */
    String compose(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker", "compose", "-p", PROJECT));
        command.addAll(List.of(arguments));
        return run(command);
    }

    String docker(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private String run(List<String> command) throws Exception {
        return ChildProcess.run(LIMIT, home, Map.of("RUNLEDGER_GUARD_KEY", TestLedger.GUARD_KEY), command);
    }

    /** The ids of its containers, stopped ones as well. */
    List<String> containers() throws Exception {
        return docker("ps", "-aq", "--filter", "label=com.docker.compose.project=" + PROJECT)
                .lines()
                .toList();
    }

    /** The container of a service. */
    String container(String service) throws Exception {
        return docker(
                        "ps",
                        "-aq",
                        "--filter",
                        "label=com.docker.compose.project=" + PROJECT,
                        "--filter",
                        "label=com.docker.compose.service=" + service)
                .strip();
    }

    boolean isHealthy(String container) throws Exception {
        return docker("inspect", "--format", "{{.State.Health.Status}}", container)
                .strip()
                .equals("healthy");
    }

    boolean areHealthy() throws Exception {
        for (String container : containers()) {
            if (!isHealthy(container)) {
                return false;
            }
        }
        return true;
    }
}
