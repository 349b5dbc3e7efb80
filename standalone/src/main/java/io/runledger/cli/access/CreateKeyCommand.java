package io.runledger.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.cli.client.LedgerOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code runledger keys create}: makes a key and shows it, once. */
@Command(
        name = "create",
        description = "Create a key and print it. It is shown once; the ledger keeps only a digest of it.",
        mixinStandardHelpOptions = true)
final class CreateKeyCommand implements Callable<Integer> {
    @Mixin
    private final LedgerOption ledger = new LedgerOption();

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "Who it is for: shown as recorder, reviewer and so on.")
    private String name = "";

    @Option(
            names = "--role",
            required = true,
            split = ",",
            paramLabel = "ROLE",
            description = "producer, reader, reviewer, operator or admin; several with commas or again.")
    private List<String> roles = new ArrayList<>();

    @Option(
            names = "--scope",
            paramLabel = "PREFIX",
            description =
                    "What the ids of the runs that it is for begin with; may be given again. All runs unless given.")
    private List<String> scope = new ArrayList<>();

    @Option(
            names = "--clearance",
            paramLabel = "CLASS",
            description = "The highest data class of artifacts that it may see: public, internal, private or sensitive."
                    + " Internal unless given, sensitive for an admin.")
    private @Nullable String clearance;

    @Option(names = "--expires", paramLabel = "TIME", description = "When it expires, such as 2027-01-31T12:00:00Z.")
    private @Nullable String expires;

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode asked = JsonNodeFactory.instance.objectNode().put("name", name);
        roles.forEach(asked.putArray("roles")::add);
        if (!scope.isEmpty()) {
            scope.forEach(asked.putArray("scope")::add);
        }
        if (clearance != null) {
            asked.put("clearance", clearance);
        }
        if (expires != null) {
            asked.put("expires_at", expires);
        }
        JsonNode key = new KeysApi(ledger.connect()).create(asked);
        System.err.println(
                "Key " + key.path("id").asText() + " of " + key.path("name").asText() + ". It is not shown again:");
        System.out.println(key.path("key").asText());
        return 0;
    }
}
