/** The control topic, which only the ledger writes: settings of a ledger that change while it runs. */
@NullMarked
package io.runledger.access.control;

import org.jspecify.annotations.NullMarked;
