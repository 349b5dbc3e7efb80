package io.runledger.core.redaction;

import java.util.List;

/**
 * A text after redaction.
 *
 * @param text the same text if nothing was found
 * @param hits secrets that were replaced, in the text's order
 * @param dropped content that was replaced
 * @param kept pointers of content that was kept because that was asked for
 */
public record Redacted(String text, List<Hit> hits, List<Hit> dropped, List<String> kept) {
    public Redacted {
        hits = List.copyOf(hits);
        dropped = List.copyOf(dropped);
        kept = List.copyOf(kept);
    }
}
