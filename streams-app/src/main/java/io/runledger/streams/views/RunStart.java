package io.runledger.streams.views;

/** A run in the list of runs: {@code first} is the place of its first record. */
public record RunStart(int partition, String runId, Place first, long events, long artifacts) {}
