/** The guard: decides what was asked of artifacts and tasks, once and in log order. */
@NullMarked
package io.runledger.streams.guard;

import org.jspecify.annotations.NullMarked;
