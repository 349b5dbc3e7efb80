package io.runledger.streams.views.read;

import io.runledger.streams.views.store.Place;

/** A run in the list of runs: {@code first} is the place of its first record. */
public record RunStart(int partition, String runId, Place first, long events, long artifacts) {}
