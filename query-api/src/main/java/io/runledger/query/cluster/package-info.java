/** Requests taken to the nodes that have their partitions, and one answer made of several. */
@NullMarked
package io.runledger.query.cluster;

import org.jspecify.annotations.NullMarked;
