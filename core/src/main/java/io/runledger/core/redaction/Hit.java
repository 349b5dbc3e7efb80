package io.runledger.core.redaction;

/**
 * One secret, or one piece of content, that was found.
 *
 * @param pointer JSON pointer (RFC 6901) of the value it is in; never holds a secret itself
 * @param rule the rule's name
 */
public record Hit(String pointer, String rule) {}
