/**
 * Checkpoints: the latest bytes under a name of a run, written by compare-and-set. They are on a topic of their own;
 * the log and its views know nothing of them.
 */
@NullMarked
package io.runledger.streams.checkpoints;

import org.jspecify.annotations.NullMarked;
