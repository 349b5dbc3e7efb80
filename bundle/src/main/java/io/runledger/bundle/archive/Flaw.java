package io.runledger.bundle.archive;

/**
 * Something about an archive that is not as it must be.
 *
 * @param member the file in it; empty for the archive as a whole
 * @param rule which rule it breaks, in a word
 */
public record Flaw(String member, String rule, String detail) {}
