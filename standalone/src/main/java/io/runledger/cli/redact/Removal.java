package io.runledger.cli.redact;

/**
 * What would be removed from a text.
 *
 * @param line where it is, or where the JSON begins that it is in; from 1
 * @param pointer within the JSON (RFC 6901); empty in a text
 * @param rule by which
 * @param dropped whether it is content, and no secret
 */
record Removal(int line, String pointer, String rule, boolean dropped) {
    @Override
    public String toString() {
        return "line " + line + (pointer.isEmpty() ? "" : " " + pointer) + ": " + rule
                + (dropped ? " (content, dropped)" : "");
    }
}
