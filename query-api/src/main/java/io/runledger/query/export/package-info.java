/** A selection of the ledger, or a run, as a zip; and two runs compared. */
@NullMarked
package io.runledger.query.export;

import org.jspecify.annotations.NullMarked;
