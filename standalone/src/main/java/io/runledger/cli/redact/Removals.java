package io.runledger.cli.redact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runledger.core.redaction.Content;
import io.runledger.core.redaction.Redacted;
import io.runledger.core.redaction.Redaction;
import java.util.ArrayList;
import java.util.List;

/** Finds what would be removed from a text: from JSON, from lines of JSON, or from any other text. */
final class Removals {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Redaction redaction;
    private final Content content;

    Removals(Redaction redaction, Content content) {
        this.redaction = redaction;
        this.content = content;
    }

    List<Removal> of(String text) {
        List<Removal> removals = new ArrayList<>();
        if (isJson(text)) {
            json(text, 1, removals);
            return removals;
        }
        List<String> lines = text.lines().toList();
        if (!lines.isEmpty() && lines.stream().allMatch(line -> line.isBlank() || isJson(line))) {
            for (int i = 0; i < lines.size(); i++) {
                json(lines.get(i), i + 1, removals);
            }
            return removals;
        }
        int line = 1;
        int at = 0;
        for (Redaction.Place place : redaction.places(text)) {
            for (; at < place.start(); at++) {
                line += text.charAt(at) == '\n' ? 1 : 0;
            }
            removals.add(new Removal(line, "", place.rule(), false));
        }
        return removals;
    }

    private void json(String json, int line, List<Removal> removals) {
        Redacted redacted = redaction.json(json, "", content);
        redacted.hits().forEach(hit -> removals.add(new Removal(line, hit.pointer(), hit.rule(), false)));
        redacted.dropped().forEach(hit -> removals.add(new Removal(line, hit.pointer(), hit.rule(), true)));
    }

    private static boolean isJson(String text) {
        String start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return false;
        }
        try {
            JSON.readTree(text);
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
