package io.runledger.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** What the ledger said to a batch, or to one record of it: a status and a body. */
public record Answer(int status, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_PLAIN_TEXT = 200;

    /** The answers to the records of a batch, in order; empty if it was refused as a whole. */
    List<Answer> items() {
        List<Answer> items = new ArrayList<>();
        tree().path("items")
                .forEach(item -> items.add(new Answer(item.path("status").asInt(), item.toString())));
        return items;
    }

    /** Whether the same record may be taken later. */
    boolean retriable() {
        return tree().path("retriable").asBoolean();
    }

    /** It is in the ledger, by this or an earlier request. */
    public boolean accepted() {
        return status >= 200 && status < 300;
    }

    /** The ledger had exactly this record before. */
    public boolean alreadyThere() {
        return status == 200;
    }

    /** The problem (RFC 9457) in one line: status, title, detail, and each field's own. */
    public String problem() {
        List<String> parts = new ArrayList<>();
        parts.add(Integer.toString(status));
        JsonNode problem = tree();
        if (!problem.isObject()) {
            parts.add(body.strip().lines().findFirst().map(Answer::shortened).orElse("(no body)"));
            return String.join(" ", parts);
        }
        parts.add(problem.path("title").asText(""));
        parts.add(problem.path("detail").asText(""));
        for (JsonNode error : problem.path("errors")) {
            parts.add("[" + error.path("pointer").asText("") + " "
                    + error.path("detail").asText("") + "]");
        }
        return String.join(" ", parts.stream().filter(part -> !part.isBlank()).toList());
    }

    private JsonNode tree() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // Something between us and the ledger answered in its own words.
            return JSON.missingNode();
        }
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST_PLAIN_TEXT ? line : line.substring(0, LONGEST_PLAIN_TEXT) + "...";
    }
}
