package io.runledger.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runledger.cli.client.LedgerClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a ledger is, as its HTTP API tells.
 *
 * @param ready what {@code /ready} says
 * @param counts the totals of {@code /positions}; empty if it cannot say
 */
record LedgerStatus(String url, JsonNode ready, JsonNode counts, JsonNode types) {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    static LedgerStatus of(LedgerClient ledger) throws InterruptedException {
        return new LedgerStatus(
                ledger.url(), read(ledger, "/ready"), read(ledger, "/positions").path("total"), read(ledger, "/types"));
    }

    private static JsonNode read(LedgerClient ledger, String path) throws InterruptedException {
        HttpResponse<byte[]> answer =
                ledger.answered(ledger.request(path).timeout(LIMIT).build());
        return ledger.json(answer);
    }

    boolean isReady() {
        return ready.path("status").asText().equals("ready");
    }

    ObjectNode json() {
        ObjectNode all = ready.deepCopy();
        all.put("url", url);
        all.put("ready", isReady());
        if (counts.isObject()) {
            all.set("positions", counts);
        }
        all.put("events", count("event_types"));
        all.put("artifacts", count("artifact_types"));
        return all;
    }

    List<String> lines(Optional<String> version) {
        List<String> lines = new ArrayList<>();
        lines.add("Runledger" + version.map(known -> " " + known).orElse("") + " at " + url + ": "
                + (isReady()
                        ? "ready"
                        : "not ready, for " + ready.path("reason").asText("no reason that it tells")));
        if (counts.isObject()) {
            lines.add("  holds     " + number(count("event_types")) + " events, " + number(count("artifact_types"))
                    + " artifacts");
            lines.add("  log       " + number(counts.path("end").asLong()) + " records: "
                    + number(counts.path("applied").asLong()) + " applied, "
                    + number(counts.path("duplicates").asLong()) + " duplicates, "
                    + number(counts.path("rejected").asLong()) + " rejected, "
                    + few("erased") + few("compacted")
                    + number(counts.path("lag").asLong()) + " not read yet" + lagging());
        }
        return lines;
    }

    /** Of what most ledgers have none, and only then, so that the numbers add up. */
    private String few(String name) {
        long count = counts.path(name).asLong();
        return count == 0 ? "" : number(count) + " " + name + ", ";
    }

    private String lagging() {
        List<String> lagging = new ArrayList<>();
        ready.path("lag").properties().forEach(each -> {
            if (each.getValue().asLong() > 0) {
                lagging.add("partition " + each.getKey() + ": "
                        + number(each.getValue().asLong()));
            }
        });
        return lagging.isEmpty() ? "" : " (" + String.join(", ", lagging) + ")";
    }

    private long count(String kind) {
        long count = 0;
        for (JsonNode type : types.path(kind)) {
            count += type.path("count").asLong();
        }
        return count;
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
