package io.runledger.endtoend.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.runledger.endtoend.ledger.TestLedger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The cluster of docker-compose.yml, under a project name of its own. */
final class Compose {
    private static final String PROJECT = "runledger-test";
    private static final long MINUTES = 25;

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
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().put("RUNLEDGER_GUARD_KEY", TestLedger.GUARD_KEY);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " failed:\n" + out);
        }
        return out;
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
