package io.runledger.core.redaction;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Comparator;

/**
 * A text that a rule takes.
 *
 * @param text a JSON object, or any other text, which goes into one
 * @param secret the part of it that is secret
 */
public record Sample(String rule, String text, String secret) {
    /** What must not be found any more: as much of the secret as is on one line. */
    public String needle() {
        return secret.lines().max(Comparator.comparingInt(String::length)).orElseThrow();
    }

    String payload() {
        return isJson()
                ? text
                : JsonNodeFactory.instance.objectNode().put("note", text).toString();
    }

    /** The payload with something else in the place of the secret. */
    String payload(String replacement) {
        return new Sample(rule, text.replace(secret, replacement), replacement).payload();
    }

    /** Whether its rule is about members of JSON, and not about what is in a text. */
    boolean isJson() {
        return text.startsWith("{");
    }

    /** Whether its rule takes it only with what is around it. */
    boolean needsContext() {
        return !secret.equals(text);
    }

    @Override
    public String toString() {
        return rule;
    }
}
