package io.runledger.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.cli.client.LedgerOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code runledger keys revoke}: nobody is authenticated by the key any more, within a second. */
@Command(
        name = "revoke",
        description = "Revoke a key for good. Requests with it are refused by every process within a second.",
        mixinStandardHelpOptions = true)
final class RevokeKeyCommand implements Callable<Integer> {
    @Mixin
    private final LedgerOption ledger = new LedgerOption();

    @Parameters(paramLabel = "ID", description = "The key's id, as \"keys list\" shows it; not the key itself.")
    private String id = "";

    @Override
    public Integer call() throws InterruptedException {
        JsonNode key = new KeysApi(ledger.connect()).revoke(id);
        System.out.println("Revoked key " + key.path("id").asText() + " of "
                + key.path("name").asText() + " at " + key.path("revoked_at").asText() + ".");
        return 0;
    }
}
