package io.runledger.endtoend.review;

import static org.awaitility.Awaitility.await;

import io.runledger.endtoend.ledger.TestJvm;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.streams.guard.GuardConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** The guard as it is deployed: a process of its own, which can be killed. Its store outlives it. */
final class GuardProcess implements AutoCloseable {
    /** As short as a broker takes it: a killed guard that does not come back is missed only then. */
    private static final Map<String, String> SESSION =
            Map.of("KAFKA_SESSION_TIMEOUT_MS", "6000", "KAFKA_HEARTBEAT_INTERVAL_MS", "1000");

    private final Process process;
    private final Path output;

    private GuardProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it, and does not wait until it reads.
     *
     * @param instance its node's name: under the same one it goes on at once after a kill
     */
    static GuardProcess start(TestLedger ledger, Path state, String instance) throws Exception {
        Path output = Files.createTempFile("runledger-guard", ".log");
        List<String> command = TestJvm.command("-Xmx256m");
        command.add("io.runledger.streams.guard.Guard");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.to(output.toFile()));
        builder.environment().putAll(SESSION);
        builder.environment().put("RUNLEDGER_GUARD_KEY", TestLedger.GUARD_KEY);
        builder.environment()
                .putAll(Map.of(
                        "RUNLEDGER_KAFKA_BOOTSTRAP",
                        ledger.bootstrapServers(),
                        "RUNLEDGER_REGISTRY_URL",
                        ledger.registryUrl(),
                        "RUNLEDGER_GUARD_STATE_DIR",
                        state.toString(),
                        "RUNLEDGER_INSTANCE_ID",
                        instance,
                        "RUNLEDGER_GUARD_PORT",
                        "0"));
        return new GuardProcess(builder.start(), output);
    }

    /** How many guards have partitions. */
    static long sharing(TestLedger ledger) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ledger.bootstrapServers()))) {
            return admin
                    .describeConsumerGroups(List.of(GuardConfig.APPLICATION_ID))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .flatMap(group -> group.members().stream())
                    .filter(member -> !member.assignment().topicPartitions().isEmpty())
                    .count();
        }
    }

    /** Returns when it has read the log to its end, its own decisions among the rest, and has committed that. */
    void awaitRead(TestLedger ledger) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ledger.bootstrapServers()))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                assertRuns();
                Map<TopicPartition, Long> read = new HashMap<>();
                admin.listConsumerGroupOffsets(GuardConfig.APPLICATION_ID)
                        .partitionsToOffsetAndMetadata()
                        .get(30, TimeUnit.SECONDS)
                        .forEach((partition, offset) -> read.put(partition, offset.offset()));
                read.values().removeIf(offset -> offset == 0);
                return read.equals(ends(ledger));
            });
        }
    }

    /** Where the log ends, of the partitions that have records. */
    static Map<TopicPartition, Long> ends(TestLedger ledger) throws Exception {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (int partition = 0; partition < DirectLog.PARTITIONS; partition++) {
            partitions.put(new TopicPartition(DirectLog.TOPIC, partition), OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ledger.bootstrapServers()))) {
            admin.listOffsets(partitions)
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
        }
        ends.values().removeIf(end -> end == 0);
        return ends;
    }

    /** Fails, with what it said, if it ended by itself. */
    void assertRuns() {
        if (!process.isAlive()) {
            throw new AssertionError("the guard ended by itself: " + said());
        }
    }

    /** Lets it go on for so long. */
    void runFor(Duration time) throws InterruptedException {
        if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            assertRuns();
        }
    }

    /** SIGSTOP: it stands still as it is, with what it has in hand, and does not know it. */
    void pause() throws Exception {
        signal("-STOP");
    }

    /** SIGCONT. */
    void goOn() throws Exception {
        signal("-CONT");
    }

    private void signal(String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("the guard took no " + signal);
        }
    }

    /** SIGKILL: nothing of it runs any more, no shutdown hook either. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** In order, so that it leaves its group. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
