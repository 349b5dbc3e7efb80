/** What the views ask for outside: rejected records are published, misrouted ones moved to their run's partition. */
@NullMarked
package io.runledger.streams.views.mend;

import org.jspecify.annotations.NullMarked;
