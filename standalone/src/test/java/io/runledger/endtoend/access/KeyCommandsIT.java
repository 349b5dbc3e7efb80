package io.runledger.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.runledger.core.access.Role;
import io.runledger.endtoend.ledger.Command;
import io.runledger.endtoend.ledger.TestLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says of keys that are missing, wrong or not enough. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
final class KeyCommandsIT {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void saysInASentenceWhyItIsRefused() throws Exception {
        Path events = Files.writeString(directory.resolve("events.ndjson"), """
                {"event_type": "step", "run_id": "r", "producer": "tests", "occurred_at": "2026-11-21T10:00:00Z", "payload": {}}
                """);
        List<List<String>> commands = List.of(
                List.of("status"),
                List.of("keys", "list"),
                List.of("verify"),
                List.of("load", events.toString()),
                List.of("export", "-o", directory.resolve("export.zip").toString()));
        try (TestLedger ledger = TestLedger.ephemeral(Map.of("RUNLEDGER_ACCESS", "required"))) {
            String url = ledger.api().url();
            String producer =
                    TestKeys.create(ledger.keys(), "ci", Role.PRODUCER).key().text();
            String admin =
                    TestKeys.create(ledger.keys(), "ada", Role.ADMIN).key().text();

            // One of each way to ask: once, for records, and for a download.
            for (List<String> command : List.of(commands.get(0), commands.get(3), commands.get(4))) {
                Command without = run(url, "", command);
                assertThat(without.exit()).as(command.toString()).isEqualTo(1);
                assertThat(without.err() + without.out())
                        .contains("The ledger at " + url + " requires a key: set RUNLEDGER_KEY or RUNLEDGER_KEY_FILE.");
            }
            Command wrong = run(url, "rlk_0123456789abcdef_" + "0".repeat(64), commands.get(0));
            assertThat(wrong.exit()).isEqualTo(1);
            assertThat(wrong.err()).contains("does not accept the key").doesNotContain("rlk_");

            Command refused = run(url, producer, commands.get(2));
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("needs the permission ");
            assertThat(run(url, producer, commands.get(3)).exit()).isZero();
            assertThat(run(url, admin, commands.get(0)).out()).contains(": ready");

            Command created = run(url, admin, List.of("keys", "create", "--name", "rita", "--role", "reviewer"));
            assertThat(created.exit()).isZero();
            assertThat(created.out()).matches("rlk_[0-9a-f]{16}_[0-9a-f]{64}\\s*");
            assertThat(run(url, created.out().strip(), commands.get(0)).exit()).isZero();
            assertThat(run(url, admin, commands.get(1)).out())
                    .contains("rita  reviewer")
                    .doesNotContain(created.out().strip());
        }
    }

    @Test
    void saysThatThereAreNoKeysWhereNoneAreRequired() throws Exception {
        try (TestLedger ledger = TestLedger.ephemeral()) {
            Command refused = run(ledger.api().url(), "", List.of("keys", "list"));

            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("access control is off, so there are no keys");
        }
    }

    private static Command run(String url, String key, List<String> command) throws Exception {
        return Command.run(Map.of("RUNLEDGER_URL", url, "RUNLEDGER_KEY", key), command.toArray(String[]::new));
    }
}
