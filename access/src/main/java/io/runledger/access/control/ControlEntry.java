package io.runledger.access.control;

import org.jspecify.annotations.Nullable;

/** A record of the control topic. */
public record ControlEntry(String key, byte @Nullable [] value) {}
