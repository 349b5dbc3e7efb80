package io.runledger.core.settings;

/** One setting: an environment variable, its default as it would be written there, and what it does. */
public record Setting(String name, String defaultValue, String doc) {}
