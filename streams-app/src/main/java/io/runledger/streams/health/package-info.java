/** How a Streams application of this process is. */
@NullMarked
package io.runledger.streams.health;

import org.jspecify.annotations.NullMarked;
