package io.runledger.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.runledger.cli.client.LedgerClient;
import io.runledger.cli.client.LedgerOption;
import io.runledger.standalone.terminal.ClearFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code runledger verify}: holds a ledger's views against its log, or against another ledger's views. */
@Command(
        name = "verify",
        description = "Prove that a running ledger's views are what its log gives: exit code 1 if they are not.",
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    private static final int COMPARISONS = 10;
    private static final long BETWEEN_MILLIS = 500;

    @Mixin
    private final LedgerOption ledger = new LedgerOption();

    @Option(
            names = "--against",
            paramLabel = "URL",
            description = "Compare with the views of this ledger, which reads the same log, instead of a fresh replay.")
    private @Nullable String against;

    @Override
    public Integer call() throws Exception {
        AdminApi live = new AdminApi(ledger.connect());
        if (against == null) {
            prove(live);
        } else {
            compare(live, new AdminApi(new LedgerClient(against)));
        }
        return 0;
    }

    private static void prove(AdminApi ledger) throws InterruptedException {
        JsonNode verification = ledger.done("/admin/verify", new ProgressLines(System.err));
        List<String> differences = new ArrayList<>();
        for (JsonNode proof : verification.path("partitions")) {
            boolean equal = proof.path("equal").asBoolean();
            String position =
                    proof.path("position").asText(proof.path("partition").asText() + ":nothing");
            System.out.println(position + "  " + proof.path("digest").asText() + "  "
                    + proof.path("entries").asLong() + " entries  " + (equal ? "equal" : "DIFFERENT"));
            if (!equal) {
                differences.add(difference(position, proof.path("first_difference")));
            }
        }
        if (verification.path("state").asText().equals("failed")) {
            throw new ClearFailure(
                    "Not verified: " + verification.path("failure").asText());
        }
        long unreadable = unreadable(verification);
        if (unreadable > 0) {
            System.out.println(unreadable + " records of the log name schemas that neither the schemas' topic nor the"
                    + " registry has, and are in no views made from it. If they were readable once, restore the schemas from"
                    + " a backup; GET /rejects?reason=unknown-schema lists them.");
        }
        if (!differences.isEmpty()) {
            throw new ClearFailure(String.join("\n", differences)
                    + (unreadable > 0
                            ? "\nThe log cannot be read in full: restore its schemas before anything else."
                            : "\nThe log is right: \"runledger replay\" rebuilds the views."));
        }
        System.out.println("The views are what the log gives: "
                + verification.path("records").asLong() + " records replayed in "
                + verification.path("took_seconds").asText() + " s.");
    }

    private static long unreadable(JsonNode verification) {
        long unreadable = 0;
        for (JsonNode proof : verification.path("partitions")) {
            unreadable += proof.path("unreadable_records").asLong();
        }
        return unreadable;
    }

    private static String difference(String position, JsonNode first) {
        return "The views differ from the log at " + position + ", first in "
                + first.path("family").asText() + ": "
                + first.path("key").asText() + " ("
                + switch (first.path("kind").asText()) {
                    case "missing" -> "the views lack it";
                    case "surplus" -> "only the views have it";
                    default -> "it has other content";
                }
                + ").";
    }

    /** Two ledgers that are written to are seldom at the same place, so they are asked a few times. */
    private static void compare(AdminApi one, AdminApi other) throws InterruptedException {
        List<String> apart = List.of();
        for (int i = 0; i < COMPARISONS; i++) {
            List<AdminApi.Digest> ours = one.digests();
            List<AdminApi.Digest> theirs = other.digests();
            if (ours.size() != theirs.size()) {
                throw new ClearFailure(
                        "They have different numbers of partitions: " + ours.size() + " and " + theirs.size() + ".");
            }
            apart = new ArrayList<>();
            for (int partition = 0; partition < ours.size(); partition++) {
                AdminApi.Digest our = ours.get(partition);
                AdminApi.Digest their = theirs.get(partition);
                if (!our.position().equals(their.position())) {
                    apart.add(our.position() + " and " + their.position());
                } else if (!our.digest().equals(their.digest())) {
                    throw new ClearFailure("They differ at " + our.position() + ": " + our.digest() + " and "
                            + their.digest() + ". Verify each of them to see which is wrong.");
                }
            }
            if (apart.isEmpty()) {
                ours.forEach(each -> System.out.println(each.position() + "  " + each.digest() + "  equal"));
                return;
            }
            Thread.sleep(BETWEEN_MILLIS);
        }
        throw new ClearFailure("Not compared: they are at different positions (" + String.join("; ", apart)
                + "). Compare them while nothing is written.");
    }
}
