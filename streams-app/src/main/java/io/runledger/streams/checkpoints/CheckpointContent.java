package io.runledger.streams.checkpoints;

/** A checkpoint and its bytes, which belong together. */
public record CheckpointContent(Checkpoint checkpoint, byte[] bytes) {}
