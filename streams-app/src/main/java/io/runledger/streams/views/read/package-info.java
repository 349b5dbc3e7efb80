/** What can be asked of one partition: records, runs, rejects and rates, as they are in one snapshot. */
@NullMarked
package io.runledger.streams.views.read;

import org.jspecify.annotations.NullMarked;
