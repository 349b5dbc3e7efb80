package io.runledger.streams.views.replay;

import io.runledger.streams.views.state.StateDifference;
import io.runledger.streams.views.state.StateDigest;
import java.util.Optional;

/**
 * The result of comparing a partition's views with the log.
 *
 * @param live the state that serves
 * @param replayed what a fresh replay gives up to the same position
 * @param difference the first entry in which they differ; empty if they are equal
 * @param unreadable how many records of the log nothing knows the schema of: they are missing in what is replayed
 */
public record PartitionProof(
        StateDigest live, StateDigest replayed, Optional<StateDifference> difference, long unreadable) {}
