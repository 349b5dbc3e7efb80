package io.runledger.streams.views.model;

/** How much a run says of one of its tasks. */
public record TaskCounts(String runId, String taskId, long events, long artifacts) {}
