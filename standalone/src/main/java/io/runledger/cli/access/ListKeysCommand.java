package io.runledger.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.cli.client.LedgerOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code runledger keys list}: the keys, the newest first. */
@Command(
        name = "list",
        description = "List all keys, the newest first, also those that were revoked or have expired.",
        mixinStandardHelpOptions = true)
final class ListKeysCommand implements Callable<Integer> {
    @Mixin
    private final LedgerOption ledger = new LedgerOption();

    @Override
    public Integer call() throws InterruptedException {
        for (JsonNode key : new KeysApi(ledger.connect()).list()) {
            List<String> roles = new ArrayList<>();
            key.path("roles").forEach(role -> roles.add(role.asText()));
            List<String> scope = new ArrayList<>();
            key.path("scope").forEach(prefix -> scope.add(prefix.asText() + "*"));
            System.out.println(String.join(
                    "  ",
                    key.path("id").asText(),
                    key.path("name").asText(),
                    String.join(",", roles),
                    "runs " + String.join(",", scope),
                    "up to " + key.path("clearance").asText(),
                    "created " + key.path("created_at").asText(),
                    state(key)));
        }
        return 0;
    }

    private static String state(JsonNode key) {
        if (key.path("revoked_at").isTextual()) {
            return "revoked " + key.path("revoked_at").asText();
        }
        return key.path("expires_at").isTextual()
                ? "expires " + key.path("expires_at").asText()
                : "valid";
    }
}
