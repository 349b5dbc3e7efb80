/** The health of the Streams applications of this process. */
@NullMarked
package io.runledger.streams.health;

import org.jspecify.annotations.NullMarked;
