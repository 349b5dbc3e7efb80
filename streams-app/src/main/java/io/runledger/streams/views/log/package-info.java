/** The log as the views see it: its records, where it ends, and the nodes that share its partitions. */
@NullMarked
package io.runledger.streams.views.log;

import org.jspecify.annotations.NullMarked;
