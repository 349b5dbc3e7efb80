/** The log as every reader and writer must know it: topic, keys, partitions, positions. */
@NullMarked
package io.runledger.schemas.log;

import org.jspecify.annotations.NullMarked;
