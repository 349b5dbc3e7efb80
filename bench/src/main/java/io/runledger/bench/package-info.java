/** Measurements of a whole ledger, each beside its limit in the same run. */
@NullMarked
package io.runledger.bench;

import org.jspecify.annotations.NullMarked;
