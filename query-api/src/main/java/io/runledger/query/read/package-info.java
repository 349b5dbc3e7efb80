/** Reads over the partitions that are here: parameters in, rows out, and what they were read at. */
@NullMarked
package io.runledger.query.read;

import org.jspecify.annotations.NullMarked;
