/**
 * What the views need done outside of them: rejected records are published, misrouted ones moved to their run's
 * partition.
 */
@NullMarked
package io.runledger.streams.views.mend;

import org.jspecify.annotations.NullMarked;
