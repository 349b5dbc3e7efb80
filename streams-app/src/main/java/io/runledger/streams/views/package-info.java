/** The views: one composite store per partition of the log, and the topology that fills it. */
@NullMarked
package io.runledger.streams.views;

import org.jspecify.annotations.NullMarked;
