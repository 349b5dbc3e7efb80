/** Views rebuilt from the log beside those that serve, to take their place or to be compared with them. */
@NullMarked
package io.runledger.streams.views.replay;

import org.jspecify.annotations.NullMarked;
