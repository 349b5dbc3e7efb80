/** Checkpoints of runs, read and written at the node that has them. */
@NullMarked
package io.runledger.query.checkpoints;

import org.jspecify.annotations.NullMarked;
