package io.runledger.endtoend.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runledger.endtoend.api.Exposition;
import io.runledger.endtoend.ledger.LedgerApi;
import io.runledger.endtoend.ledger.OwnLedger;
import io.runledger.endtoend.ledger.ServiceProcess;
import io.runledger.endtoend.ledger.TestLedger;
import io.runledger.gateway.Gateway;
import io.runledger.streams.guard.Guard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are told to stop (SIGTERM) while they work. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class TerminationIT {
    @RegisterExtension
    private static final OwnLedger LEDGER = OwnLedger.undecided();

    private static final int WRITERS = 4;
    private static final int EXIT_OF_SIGTERM = 143;
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(20);

    @TempDir
    private Path directory = Path.of("");

    private final TestLedger ledger;

    TerminationIT(TestLedger ledger) {
        this.ledger = ledger;
    }

    @Test
    void aGatewayCutsOffNothingThatItHasTaken() throws Exception {
        int port = TestLedger.freePort();
        LedgerApi gateway = new LedgerApi("http://127.0.0.1:" + port);
        ServiceProcess process = service(
                "gateway",
                Gateway.class,
                Map.of("RUNLEDGER_GATEWAY_PORT", String.valueOf(port), "RUNLEDGER_SHUTDOWN_DELAY", "1s"));
        Set<String> answered = ConcurrentHashMap.newKeySet();
        try {
            awaitReady(gateway);
            List<CompletableFuture<Void>> load = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                load.add(CompletableFuture.runAsync(() -> writeUntilItIsGone(gateway, number, answered)));
            }
            SlowBatch batch = new SlowBatch(port);
            batch.send(event("slow-0") + "\n");
            await().atMost(Duration.ofSeconds(20)).until(() -> answered.size() > 500);

            long told = System.nanoTime();
            CompletableFuture<Integer> exit = process.process().terminate();
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> gateway.get("/ready").status() == 503);
            int taken = answered.size();
            assertThat(gateway.get("/health").status()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(10)).until(() -> isGone(port));
            assertThat(answered.size())
                    .as("it went on taking requests for the delay")
                    .isGreaterThan(taken);
            batch.send(event("slow-1") + "\n");

            assertThat(batch.answer()).startsWith("HTTP/1.1 200 ").contains("\"accepted\":2");
            assertThat(exit.get(30, TimeUnit.SECONDS)).isEqualTo(EXIT_OF_SIGTERM);
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(GRACE);
            for (CompletableFuture<Void> writer : load) {
                writer.get(30, TimeUnit.SECONDS);
            }
        } finally {
            process.kill();
        }
        answered.addAll(List.of("slow-0", "slow-1"));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(onTheLog())
                .as("what is on the log was answered, and what was answered is on the log")
                .isEqualTo(new TreeSet<>(answered)));
    }

    @Test
    void aGuardTellsHowItIsAndLeaves() throws Exception {
        int port = TestLedger.freePort();
        LedgerApi guard = new LedgerApi("http://127.0.0.1:" + port);
        ServiceProcess process = service(
                "guard",
                Guard.class,
                Map.of(
                        "RUNLEDGER_GUARD_PORT",
                        String.valueOf(port),
                        "RUNLEDGER_GUARD_STATE_DIR",
                        directory.resolve("guard").toString()));
        try {
            awaitReady(guard);
            ledger.api()
                    .post("/tasks", "{\"task_id\": \"t\", \"run_id\": \"guarded\", \"title\": \"T\"}")
                    .expect(200);

            assertThat(guard.get("/health").expect(200).json().path("status").asText())
                    .isEqualTo("ok");
            Exposition metrics = Exposition.parse(
                    new String(guard.get("/metrics").expect(200).bytes(), StandardCharsets.UTF_8));
            assertThat(metrics.value(
                            "runledger_guard_decisions_total",
                            "request",
                            "task.declare_requested",
                            "verdict",
                            "granted",
                            "reason",
                            "none"))
                    .isEqualTo(1);
            assertThat(process.process().terminate().get(20, TimeUnit.SECONDS)).isEqualTo(EXIT_OF_SIGTERM);
        } finally {
            process.kill();
        }
    }

    private ServiceProcess service(String name, Class<?> main, Map<String, String> settings) throws Exception {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("RUNLEDGER_KAFKA_BOOTSTRAP", ledger.bootstrapServers());
        environment.put("RUNLEDGER_REGISTRY_URL", ledger.registryUrl());
        environment.put("RUNLEDGER_SHUTDOWN_GRACE", GRACE.toSeconds() + "s");
        return new ServiceProcess(directory, name, main, environment).start();
    }

    private static void awaitReady(LedgerApi api) {
        await().atMost(START)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> api.get("/ready").status() == 200);
    }

    private static void writeUntilItIsGone(LedgerApi gateway, int writer, Set<String> answered) {
        try {
            for (int number = 0; number < 1_000_000; number++) {
                String id = "e-" + writer + "-" + number;
                LedgerApi.Answer answer = gateway.post("/events", event(id));
                if (answer.status() != 201) {
                    assertThat(answer.status()).as("%s", answer).isEqualTo(503);
                    return;
                }
                answered.add(id);
            }
        } catch (IOException e) {
            return; // it listens no more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isGone(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    private Set<String> onTheLog() throws IOException, InterruptedException {
        Set<String> ids = new TreeSet<>();
        ledger.api()
                .all("/events?run_id=ended&limit=1000", "events")
                .forEach(event -> ids.add(event.path("event_id").asText()));
        return ids;
    }

    private static String event(String id) {
        return """
                {"event_id": "%s", "run_id": "ended", "event_type": "t", "producer": "tests",\
                 "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}""".formatted(id);
    }

    /** A batch whose body comes a line at a time. */
    private static final class SlowBatch {
        private static final int PATIENCE_MILLIS = 20_000;

        private final Socket socket;

        SlowBatch(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            write(String.join(
                    "\r\n",
                    "POST /events/batch HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: application/x-ndjson",
                    "Transfer-Encoding: chunked",
                    "Connection: close",
                    "",
                    ""));
        }

        void send(String line) throws IOException {
            write(Integer.toHexString(line.length()) + "\r\n" + line + "\r\n");
        }

        /** Ends the body, and returns all that comes back. */
        String answer() throws IOException {
            write("0\r\n\r\n");
            try (socket) {
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        private void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }
    }
}
