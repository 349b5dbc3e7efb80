/** Waiting until the views have what a read names, without a thread for each that waits. */
@NullMarked
package io.runledger.query.wait;

import org.jspecify.annotations.NullMarked;
